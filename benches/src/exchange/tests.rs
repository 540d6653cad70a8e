use super::{length, parse, status};

const ANSWER: &[u8] = b"HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello";

#[test]
fn an_answer_ends_where_its_length_says() {
    assert_eq!(length(ANSWER).unwrap(), Some(ANSWER.len()));
    for cut in 0..ANSWER.len() {
        assert_eq!(length(&ANSWER[..cut]).unwrap(), None, "cut at {cut}");
    }
    let followed = [ANSWER, b"HTTP/1.1"].concat();
    assert_eq!(length(&followed).unwrap(), Some(ANSWER.len()));
}

#[test]
fn an_answer_without_a_length_is_refused() {
    assert!(length(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
}

#[test]
fn an_answer_is_taken_apart() {
    let answer = parse(ANSWER).unwrap();
    assert_eq!((status(ANSWER), answer.status), (201, 201));
    assert_eq!(
        answer.headers[0],
        ("content-type".to_owned(), "text/plain".to_owned())
    );
    assert_eq!(answer.body, b"hello");
}
