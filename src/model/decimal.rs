//! Decimal digits of binary fractions: all of them, so many of them, or as few as are still read as the same
//! number (the algorithm of Go's `math/big`, `ftoa.go`).

use num_bigint::BigUint;

/// Significant decimal digits, without zeros at the end, and where the point is among them.
pub(super) struct Decimal {
    pub(super) digits: Vec<u8>,
    pub(super) point: i64,
}

impl Decimal {
    /// All digits of `mantissa * 2^exponent`.
    pub(super) fn of(mantissa: &BigUint, exponent: i64) -> Decimal {
        let power = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
        let (whole, behind) = if exponent >= 0 {
            (mantissa << power, 0)
        } else {
            (mantissa * BigUint::from(5_u32).pow(power), i64::from(power))
        };
        let mut digits = whole.to_string().into_bytes();
        let point = i64::try_from(digits.len()).unwrap_or(i64::MAX) - behind;
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        Decimal { digits, point }
    }

    fn at(&self, at: usize) -> u8 {
        self.digits.get(at).copied().unwrap_or(b'0')
    }

    fn cut(&mut self, length: usize, up: bool) {
        self.digits.truncate(length);
        if up {
            while self.digits.last() == Some(&b'9') {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    self.digits.push(b'1');
                    self.point += 1;
                }
            }
        }
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
    }

    /// Cuts to so many digits, to nearest, ties to even.
    pub(super) fn round(&mut self, length: usize) {
        if length >= self.digits.len() {
            return;
        }
        let tie = self.digits[length] == b'5' && length + 1 == self.digits.len();
        let up = match tie {
            true => length > 0 && self.digits[length - 1] % 2 == 1,
            false => self.digits[length] >= b'5',
        };
        self.cut(length, up);
    }

    /// The fewest digits that are still read as the same number.
    pub(super) fn shortest(mantissa: &BigUint, exponent: i64, precision: u16) -> Decimal {
        let mut exact = Decimal::of(mantissa, exponent);
        if exact.digits.is_empty() {
            return exact;
        }
        let shift = u64::from(precision) + 1 - mantissa.bits().min(u64::from(precision) + 1);
        let mantissa = mantissa << shift;
        let exponent = exponent - i64::try_from(shift).unwrap_or(0);
        let lower = Decimal::of(&(&mantissa - 1_u32), exponent);
        let upper = Decimal::of(&(&mantissa + 1_u32), exponent);
        let inclusive = !mantissa.bit(1);
        for at in 0..exact.digits.len() {
            let (low, digit, high) = (lower.at(at), exact.at(at), upper.at(at));
            let down = low != digit || (inclusive && at + 1 == lower.digits.len());
            let up =
                digit != high && (inclusive || digit + 1 < high || at + 1 < upper.digits.len());
            match (down, up) {
                (true, true) => exact.round(at + 1),
                (true, false) => exact.cut(at + 1, false),
                (false, true) => exact.cut(at + 1, true),
                (false, false) => continue,
            }
            break;
        }
        exact
    }
}
