//! A kept-alive HTTP/1.1 connection: it writes a request in one piece and reads the answer, and does nothing more.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub set_cookies: Vec<String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// The head of an answer.
struct Head {
    length: usize,
    body: Framing,
    closes: bool,
    answer: Answer,
}

#[derive(Clone, Copy)]
enum Framing {
    Length(usize),
    Chunks,
}

/// One connection to one server. It is opened at its first use, and again when the server closed it.
pub struct Line {
    at: String,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Line {
    /// To `host:port`.
    pub fn to(at: &str) -> Self {
        Self { at: at.to_owned(), stream: None, buffer: Vec::with_capacity(16 * 1024) }
    }

    /// Sends a request: `headers` are whole lines, each with its line end.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Answer> {
        let length = if method == "GET" { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let text = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n{headers}{length}\r\n{body}", self.at);
        if self.stream.is_some()
            && let Ok(answer) = self.exchange(&text).await
        {
            return Ok(answer);
        }
        // The first time, or the server closed it while nothing was asked.
        let stream = TcpStream::connect(&self.at).await?;
        stream.set_nodelay(true)?;
        self.stream = Some(stream);
        self.exchange(&text).await
    }

    async fn exchange(&mut self, text: &str) -> std::io::Result<Answer> {
        let Some(stream) = &mut self.stream else { return Err(gone()) };
        stream.write_all(text.as_bytes()).await?;
        self.buffer.clear();
        let head = loop {
            more(stream, &mut self.buffer).await?;
            if let Some(head) = read_head(&self.buffer) {
                break head;
            }
        };
        let mut answer = head.answer;
        answer.body = match head.body {
            Framing::Length(length) => {
                while self.buffer.len() < head.length + length {
                    more(stream, &mut self.buffer).await?;
                }
                self.buffer.split_off(head.length)
            }
            Framing::Chunks => loop {
                if let Some(body) = joined(self.buffer.get(head.length..).unwrap_or_default()) {
                    break body;
                }
                more(stream, &mut self.buffer).await?;
            },
        };
        if head.closes {
            self.stream = None;
        }
        Ok(answer)
    }
}

fn gone() -> std::io::Error {
    std::io::ErrorKind::ConnectionAborted.into()
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<()> {
    if stream.read_buf(buffer).await? == 0 { Err(gone()) } else { Ok(()) }
}

/// The head, when all of it is there.
fn read_head(bytes: &[u8]) -> Option<Head> {
    let mut headers = [httparse::EMPTY_HEADER; 48];
    let mut parsed = httparse::Response::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = parsed.parse(bytes) else { return None };
    let mut answer = Answer { status: parsed.code?, ..Answer::default() };
    let (mut body, mut closes) = (Framing::Length(0), false);
    for header in parsed.headers {
        let value = String::from_utf8_lossy(header.value);
        match header.name.to_ascii_lowercase().as_str() {
            "content-length" => body = Framing::Length(value.trim().parse().ok()?),
            "transfer-encoding" => body = Framing::Chunks,
            "connection" => closes = value.eq_ignore_ascii_case("close"),
            "location" => answer.location = Some(value.into_owned()),
            "set-cookie" => answer.set_cookies.push(value.into_owned()),
            _ => {}
        }
    }
    Some(Head { length, body, closes, answer })
}

/// The joined chunks, when the last one is there.
fn joined(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(bytes).ok()? else { return None };
        let length = usize::try_from(length).ok()?;
        if length == 0 {
            return bytes.get(start..start + 2).map(|_| body);
        }
        body.extend_from_slice(bytes.get(start..start + length)?);
        bytes = bytes.get(start + length + 2..)?;
    }
}
