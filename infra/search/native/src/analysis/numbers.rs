//! Reads numbers that are written in groups of three.

use super::units::{Kind, Unit, Units, run_while};

/// Digits of each group of a long number after its first one.
pub const GROUP_CHARS: usize = 3;
/// Marks that stand between such groups somewhere in the world. A row of groups is also a row of numbers, because a dot
/// may as well stand in an address, and a space between two counts.
const BETWEEN_GROUPS: [&str; 7] = [",", ".", " ", "'", "\u{2019}", "_", "\u{066C}"];

/// Length of a number in groups of three that begins here, with the same mark between all groups.
pub fn grouped_length(units: &Units, row: &[Unit]) -> Option<usize> {
    let digits = |row: &[Unit]| run_while(row, |unit| unit.kind == Kind::Digit);
    let text = |unit: &Unit| &units.folded[unit.folded_from as usize..unit.folded_to as usize];
    let first = digits(row);
    let mark = row.get(first).map(text).filter(|mark| BETWEEN_GROUPS.contains(mark))?;
    if first == 0 || first > GROUP_CHARS || text(&row[0]) == "0" {
        return None;
    }
    let mut length = first;
    while row.get(length).map(text) == Some(mark) && digits(&row[length + 1..]) == GROUP_CHARS {
        length += 1 + GROUP_CHARS;
    }
    (length > first).then_some(length)
}
