//! The second of the two things the rules ask of the outside.

/// Fills buffers with bytes nobody can guess.
pub trait Entropy: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// Sixteen fresh bytes: a verification code, a request id.
pub fn sixteen(entropy: &dyn Entropy) -> [u8; 16] {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    bytes
}

/// Thirty-two fresh bytes: a session token, a link in a mail.
pub fn thirty_two(entropy: &dyn Entropy) -> [u8; 32] {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    bytes
}
