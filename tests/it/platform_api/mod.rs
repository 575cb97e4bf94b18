//! What platforms' servers read: a token for themselves, their classes in the words of OneRoster 1.2, and what
//! happened to their accounts, over real HTTP.

mod absorbed;
mod changes;
mod crowd;
mod events;
mod foreign;
mod forgotten;
mod grant;
mod house;
mod joined;
mod listening;
mod paging;
mod shapes;
mod third;
mod waiting;
