use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;

use super::Protection;
use crate::{KeyError, Permissions};

/// The permission bits that are told of, when the file is refused.
fn refused(file: &tempfile::NamedTempFile) -> Option<u32> {
    let opened = File::open(file.path()).unwrap();
    match Protection::of(file.path(), &opened).check("PIN", Permissions::Strict) {
        Ok(warning) => {
            assert_eq!(warning, None);
            None
        }
        Err(KeyError::Readable { mode, .. }) => Some(mode),
        Err(error) => panic!("{error}"),
    }
}

fn with_mode(mode: u32) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
    file
}

#[test]
fn a_file_is_its_owners_alone() {
    for mode in [0o400, 0o600, 0o700, 0o711] {
        assert_eq!(refused(&with_mode(mode)), None, "{mode:o}");
    }
    for mode in [0o440, 0o620, 0o604, 0o602] {
        assert_eq!(refused(&with_mode(mode)), Some(mode), "{mode:o}");
    }
}

#[cfg(target_os = "linux")]
mod lists {
    use std::os::unix::fs::PermissionsExt as _;

    use rustix::fs::{XattrFlags, setxattr};

    use super::super::acl::{ATTRIBUTE, given};
    use super::{refused, with_mode};

    const USER_OBJ: u16 = 0x01;
    const USER: u16 = 0x02;
    const GROUP_OBJ: u16 = 0x04;
    const GROUP: u16 = 0x08;
    const MASK: u16 = 0x10;
    const OTHER: u16 = 0x20;
    const NOBODY: u32 = u32::MAX;
    const STRANGER: u32 = 61_234;

    fn list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let mut bytes = 2_u32.to_le_bytes().to_vec();
        for (tag, permissions, id) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(permissions.to_le_bytes());
            bytes.extend(id.to_le_bytes());
        }
        bytes
    }

    /// What systemd makes of a credential for the user of a service, and what it does not.
    #[test]
    fn a_list_tells_who_gets_the_bits_of_the_group() {
        let user = rustix::process::geteuid().as_raw();
        let table = [
            ((USER, 4, user), 0, None),
            ((USER, 6, 0), 0, None),
            ((USER, 4, STRANGER), 0, Some(0o440)),
            ((GROUP, 4, STRANGER), 0, Some(0o440)),
            ((USER, 4, user), 4, Some(0o440)),
        ];
        for (entry, group, expected) in table {
            let file = with_mode(0o400);
            let mut entries = [
                (USER_OBJ, 4, NOBODY),
                entry,
                (GROUP_OBJ, group, NOBODY),
                (MASK, 4, NOBODY),
                (OTHER, 0, NOBODY),
            ];
            entries.sort_unstable();
            setxattr(file.path(), ATTRIBUTE, &list(&entries), XattrFlags::empty()).unwrap();
            let mode = file.path().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o440, "the group's bits are the mask");
            assert_eq!(refused(&file), expected, "{entry:?} {group}");
        }
    }

    #[test]
    fn what_is_no_list_gives_nothing_away() {
        let entries = [(USER, 6, STRANGER), (GROUP_OBJ, 1, NOBODY), (MASK, 5, NOBODY)];
        assert_eq!(given(&list(&entries), 1), Some(5));
        let whole = list(&entries);
        for end in [0, 3, whole.len() - 1] {
            assert_eq!(given(&whole[..end], 1), None, "{end}");
        }
        let mut later = whole;
        later[0] = 3;
        assert_eq!(given(&later, 1), None);
    }
}
