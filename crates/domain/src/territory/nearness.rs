//! How near something takes place to where somebody works.

use super::{Level, TerritoryCode};
use crate::words;

words! {
    /// The smallest part of the country that both lie in; online is as near as anything can be.
    Nearness {
        Online = "online",
        Hromada = "hromada",
        Raion = "raion",
        Oblast = "oblast",
        Country = "country",
    }
}

impl Nearness {
    /// Between a place, nowhere in particular when it is online, and where somebody works.
    pub fn between(is_online: bool, place: Option<&str>, reader: &TerritoryCode) -> Self {
        if is_online {
            return Self::Online;
        }
        let shares = |beginning: Option<&str>| {
            beginning.is_some_and(|beginning| place.is_some_and(|place| place.starts_with(beginning)))
        };
        match reader.beginnings().map(shares) {
            [_, _, true] => Self::Hromada,
            [_, true, _] => Self::Raion,
            [true, ..] => Self::Oblast,
            _ => Self::Country,
        }
    }

    /// What comes first in a list: smaller is nearer.
    pub const fn rank(self) -> i32 {
        match self {
            Self::Online | Self::Hromada => 0,
            Self::Raion => 1,
            Self::Oblast => 2,
            Self::Country => 3,
        }
    }
}

impl TerritoryCode {
    /// What the codes of all units in the same oblast, raion and hromada begin with, as far as the code goes that deep.
    pub fn beginnings(&self) -> [Option<&str>; 3] {
        let up_to =
            |level: Level, end: usize| (self.level() >= level).then(|| self.as_str().get(..end)).flatten();
        [up_to(Level::First, 4), up_to(Level::Second, 6), up_to(Level::Third, 9)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_common_part_counts() {
        let okhtyrka: TerritoryCode = "UA59040070010012345".parse().unwrap();
        for (online, place, near) in [
            (false, Some("UA59040070010012345"), Nearness::Hromada),
            (false, Some("UA59040070020054321"), Nearness::Hromada),
            (false, Some("UA59040090010012345"), Nearness::Raion),
            (false, Some("UA59080270010036634"), Nearness::Oblast),
            (false, Some("UA80000000000093317"), Nearness::Country),
            (false, None, Nearness::Country),
            (true, None, Nearness::Online),
            (true, Some("UA80000000000093317"), Nearness::Online),
        ] {
            assert_eq!(Nearness::between(online, place, &okhtyrka), near, "{place:?}");
        }
        let kyiv: TerritoryCode = "UA80000000000093317".parse().unwrap();
        assert_eq!(kyiv.beginnings(), [Some("UA80"), None, None]);
        assert_eq!(Nearness::between(false, Some("UA80000000001078669"), &kyiv), Nearness::Oblast);
    }
}
