//! Where the consoles of the partitions are.

use tegata_base::Region;

/// A partition's console and what signs in to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ConsolePlace {
    /// What the names of its regions begin with.
    regions: &'static str,
    sign_in: &'static str,
    console: &'static str,
}

/// By what regions begin with; those of the first partition have no common beginning.
const PLACES: [ConsolePlace; 4] = [
    ConsolePlace {
        regions: "cn-",
        sign_in: "signin.amazonaws.cn",
        console: "console.amazonaws.cn",
    },
    ConsolePlace {
        regions: "us-gov-",
        sign_in: "signin.amazonaws-us-gov.com",
        console: "console.amazonaws-us-gov.com",
    },
    ConsolePlace {
        regions: "eusc-",
        sign_in: "signin.amazonaws-eusc.eu",
        console: "console.amazonaws-eusc.eu",
    },
    ConsolePlace {
        regions: "",
        sign_in: "us-east-1.signin.aws.amazon.com",
        console: "console.aws.amazon.com",
    },
];

impl ConsolePlace {
    /// The one of a region; none for the isolated partitions, whose hosts nobody outside knows.
    pub(super) fn of(region: Option<&Region>) -> Option<Self> {
        let region = region.map_or("", Region::as_str);
        let is_isolated = region.contains("-iso");
        PLACES
            .into_iter()
            .find(|place| region.starts_with(place.regions))
            .filter(|_| !is_isolated)
    }

    /// The endpoint that gives tokens and takes them.
    pub(super) fn federation(self) -> String {
        format!("https://{}/federation", self.sign_in)
    }

    /// A page of the console; without a region its home.
    pub(super) fn destination(self, region: Option<&Region>, path: Option<&str>) -> String {
        let console = self.console;
        let path = path.map_or("console/home", |path| path.trim_start_matches('/'));
        match region {
            Some(region) => format!("https://{region}.{console}/{path}?region={region}"),
            None if path == "console/home" => format!("https://{console}/"),
            None => format!("https://{console}/{path}"),
        }
    }
}
