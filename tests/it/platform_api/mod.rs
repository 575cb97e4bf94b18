//! What platforms' servers read: a token for themselves, and their classes in the words of OneRoster 1.2, over real HTTP.

mod absorbed;
mod changes;
mod crowd;
mod foreign;
mod grant;
mod house;
mod joined;
mod paging;
mod shapes;
mod third;
mod waiting;
