//! How parent and child talk: frames of four bytes of length (big endian), one byte of kind, and a body.

use std::io::{self, Read, Write};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Longest request in bytes. The longest list of the longest names is shorter.
pub(crate) const LONGEST_REQUEST: usize = 4 << 20;

/// Longest answer in bytes. A certificate has about 40 kB.
pub(crate) const LONGEST_ANSWER: usize = 16 << 20;

/// What a frame is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The child is ready; the body says how well it is jailed.
    Ready,
    /// The parent asks for a sheet to be typeset.
    Request,
    /// The child's PDF.
    Pdf,
    /// The child's reason for not making one.
    Refusal,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Ready, Self::Request, Self::Pdf, Self::Refusal];

    const fn letter(self) -> u8 {
        match self {
            Self::Ready => b'+',
            Self::Request => b'?',
            Self::Pdf => b'=',
            Self::Refusal => b'!',
        }
    }

    fn from_letter(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.letter() == letter)
    }
}

/// Why no frame came.
#[derive(Debug)]
pub(crate) enum FrameError {
    /// The other side is gone.
    Ended,
    /// What came is no frame, or one of an unreasonable length.
    Garbled,
}

impl From<io::Error> for FrameError {
    /// Pipes between two processes break in only one way.
    fn from(_: io::Error) -> Self {
        Self::Ended
    }
}

type Head = [u8; 5];

fn head(kind: Kind, body: &[u8]) -> Result<Head, FrameError> {
    let length = u32::try_from(body.len()).map_err(|_| FrameError::Garbled)?;
    let [a, b, c, d] = length.to_be_bytes();
    Ok([a, b, c, d, kind.letter()])
}

fn read_head([a, b, c, d, letter]: Head, longest: usize) -> Result<(Kind, usize), FrameError> {
    let kind = Kind::from_letter(letter).ok_or(FrameError::Garbled)?;
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).map_err(|_| FrameError::Garbled)?;
    if length <= longest { Ok((kind, length)) } else { Err(FrameError::Garbled) }
}

/// The child's side: sends one frame.
pub(crate) fn send(output: &mut impl Write, kind: Kind, body: &[u8]) -> Result<(), FrameError> {
    output.write_all(&head(kind, body)?)?;
    output.write_all(body)?;
    Ok(output.flush()?)
}

/// The child's side: waits for one frame of at most `longest` bytes.
pub(crate) fn receive(input: &mut impl Read, longest: usize) -> Result<(Kind, Vec<u8>), FrameError> {
    let mut bytes = Head::default();
    input.read_exact(&mut bytes)?;
    let (kind, length) = read_head(bytes, longest)?;
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok((kind, body))
}

/// The parent's side: sends one frame.
pub(crate) async fn send_async(
    output: &mut (impl AsyncWrite + Unpin),
    kind: Kind,
    body: &[u8],
) -> Result<(), FrameError> {
    output.write_all(&head(kind, body)?).await?;
    output.write_all(body).await?;
    Ok(output.flush().await?)
}

/// The parent's side: waits for one frame of at most `longest` bytes.
pub(crate) async fn receive_async(
    input: &mut (impl AsyncRead + Unpin),
    longest: usize,
) -> Result<(Kind, Vec<u8>), FrameError> {
    let mut bytes = Head::default();
    input.read_exact(&mut bytes).await?;
    let (kind, length) = read_head(bytes, longest)?;
    let mut body = vec![0; length];
    input.read_exact(&mut body).await?;
    Ok((kind, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were_sent() {
        let mut pipe = Vec::new();
        send(&mut pipe, Kind::Pdf, b"body").unwrap();
        send(&mut pipe, Kind::Refusal, b"").unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(receive(&mut input, 4).unwrap(), (Kind::Pdf, b"body".to_vec()));
        assert_eq!(receive(&mut input, 4).unwrap(), (Kind::Refusal, Vec::new()));
        assert!(matches!(receive(&mut input, 4), Err(FrameError::Ended)));
    }

    #[test]
    fn noise_and_boasting_lengths_are_told_from_silence() {
        for (noise, garbled) in [
            (&b"hello world"[..], true),
            (b"\xff\xff\xff\xff=", true),
            (b"\0\0\0\x01", false),
            (b"\0\0\0\x02=x", false),
        ] {
            let error = receive(&mut &noise[..], LONGEST_ANSWER).unwrap_err();
            assert_eq!(matches!(error, FrameError::Garbled), garbled, "{noise:?}");
        }
    }
}
