//! The search index of Filament.

pub mod analysis;
pub mod fault;
pub mod index;
pub mod node;
mod schema;
pub mod search;
pub mod ulid;
pub mod wire;
