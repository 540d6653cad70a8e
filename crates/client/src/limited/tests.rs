use rustix::fs::{CWD, Mode, mkfifoat};

use super::*;

#[test]
fn a_regular_file_up_to_its_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, [0; 1 << 10]).unwrap();
    assert_eq!(read_file(&path, 1 << 10).unwrap().len(), 1 << 10);
    assert_eq!(
        read_file(&path, 1).unwrap_err().kind(),
        io::ErrorKind::FileTooLarge
    );
}

#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    mkfifoat(CWD, &pipe, Mode::from_raw_mode(0o600)).unwrap();
    for path in [pipe.as_path(), Path::new("/dev/zero"), folder.path()] {
        let refused = read_file(path, 1).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{}", path.display());
    }
}
