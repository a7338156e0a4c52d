//! Keeps the changes since the last commit, which the committed index does not show yet.

use std::collections::HashMap;

use super::document::Origin;
use crate::wire::{Id, Position};

#[derive(Default)]
pub struct Pending {
    /// `None` stands for a message that was removed.
    messages: HashMap<Id, Option<Origin>>,
    channels: Vec<(Id, Position)>,
    guilds: Vec<(Id, Position)>,
    text_bytes: usize,
}

/// State of a message according to the pending changes alone.
pub enum Known {
    Here(Origin),
    Gone,
    /// The pending changes do not mention it, so the committed index decides.
    Untouched,
}

impl Pending {
    pub fn put(&mut self, id: Id, origin: Origin, text_bytes: usize) {
        self.messages.insert(id, Some(origin));
        self.text_bytes += text_bytes;
    }

    pub fn remove(&mut self, id: Id) {
        self.messages.insert(id, None);
    }

    pub fn remove_channel(&mut self, channel: Id, before: Position) {
        self.channels.push((channel, before));
        self.forget(|origin| origin.channel == channel && origin.sent_position < before);
    }

    pub fn remove_guild(&mut self, guild: Id, before: Position) {
        self.guilds.push((guild, before));
        self.forget(|origin| origin.guild == guild && origin.sent_position < before);
    }

    fn forget(&mut self, goes: impl Fn(&Origin) -> bool) {
        for known in self.messages.values_mut() {
            if known.as_ref().is_some_and(&goes) {
                *known = None;
            }
        }
    }

    pub fn of(&self, id: Id) -> Known {
        match self.messages.get(&id) {
            Some(Some(origin)) => Known::Here(*origin),
            Some(None) => Known::Gone,
            None => Known::Untouched,
        }
    }

    /// True when a pending removal of its channel or guild also removes this message of the committed index.
    pub fn takes_away(&self, origin: &Origin) -> bool {
        let went = |places: &[(Id, Position)], place: Id| {
            places
                .iter()
                .any(|&(removed, before)| removed == place && origin.sent_position < before)
        };
        went(&self.channels, origin.channel) || went(&self.guilds, origin.guild)
    }

    pub fn messages(&self) -> usize {
        self.messages.len() + self.channels.len() + self.guilds.len()
    }

    pub fn text_bytes(&self) -> usize {
        self.text_bytes
    }
}
