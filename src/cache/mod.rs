//! What may vanish at any moment: rate limits and read-through caches.

/// The cache of this process, or one shared by all processes. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Cache {}

impl Cache {
    /// A cache in this process's memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::default()
    }
}
