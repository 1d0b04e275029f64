//! Numbers in as few bytes as they take: unsigned LEB128.

/// Appends an unsigned LEB128 number.
pub(crate) fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        #[allow(clippy::cast_possible_truncation, reason = "seven bits are kept on purpose")]
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// Takes an unsigned LEB128 number from the front.
pub(crate) fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        number |= part.checked_shl(shift).filter(|n| n >> shift == part)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
