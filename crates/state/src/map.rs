//! Persistent ordered maps: cloning is O(1), a change costs O(log n), and old versions stay whole.
//! The library behind them is named here alone.

use std::borrow::Borrow;
use std::ops::Bound;

use rpds::RedBlackTreeMapSync;

/// An ordered map that shares structure with its older versions.
pub(crate) struct Map<K: Ord, V>(RedBlackTreeMapSync<K, V>);

impl<K: Ord, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Ord, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(RedBlackTreeMapSync::new_sync())
    }
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// The value under this key.
    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    /// Puts a value; one that was there is replaced.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.0.insert_mut(key, value);
    }

    /// Takes a key out; whether it was there.
    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.remove_mut(key)
    }

    /// All entries in order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter()
    }

    /// The entries from this key on, in order.
    pub(crate) fn from(&self, first: K) -> impl Iterator<Item = (&K, &V)> {
        self.0.range((Bound::Included(first), Bound::Unbounded))
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.0.size()
    }
}
