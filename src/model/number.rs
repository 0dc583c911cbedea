//! Numbers as Terraform has them: binary fractions of up to 512 bits, each with a precision of its own, so
//! that a quotient of two counts is rounded sooner than one of two literals. Terraform has them from Go's
//! `math/big`, whose rounding (to nearest, ties to even) and shortest decimal form these are.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use num_bigint::{BigInt, BigUint, Sign};

use super::decimal::Decimal;

/// A number.
#[derive(Clone, Debug)]
pub struct Number {
    repr: Repr,
    /// Bits that operations on it keep.
    precision: u16,
    /// Nothing has two signs, and is written with the one it has.
    below_zero: bool,
}

/// Whole numbers that fit are by far the most.
#[derive(Clone, Debug)]
enum Repr {
    Whole(i64),
    Scaled(Arc<Scaled>),
}

/// `mantissa * 2^exponent`, with an odd mantissa or none.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Scaled {
    mantissa: BigInt,
    exponent: i32,
}

/// Precision of literals and of strings that are read as numbers.
const LITERAL: u16 = 512;
/// Precision of counts and indexes.
const COUNT: u16 = 64;
/// Precision of what goes through the arithmetic of the machine.
const MACHINE: u16 = 53;

/// The largest exponent of two, either way: what is beyond costs more to write than any configuration needs.
const LARGEST_EXPONENT: u64 = 1 << 12;

/// The longest text that is read as a number.
const LONGEST: usize = 8_192;

impl Number {
    /// A number that is read from a text as Terraform reads literals and strings. Nothing where it is not
    /// one, or is too large or too close to nothing to be worked with.
    pub fn parse(text: &str) -> Option<Number> {
        if let Ok(whole) = text.parse::<i64>() {
            let below_zero = whole == 0 && text.starts_with('-');
            return Some(Number { repr: Repr::Whole(whole), precision: LITERAL, below_zero });
        }
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (digits, power) = match digits.split_once(['e', 'E']) {
            Some((digits, power)) => {
                let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                let unsigned = power.strip_prefix(['-', '+']).unwrap_or(power);
                if unsigned.is_empty() || !all_digits(unsigned) {
                    return None;
                }
                (digits, power.parse::<i64>().ok()?)
            }
            None => (digits, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        let is_number = !all.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || all.len() > LONGEST || power.unsigned_abs() > LARGEST_EXPONENT {
            return None;
        }
        let mantissa = BigInt::parse_bytes(all.as_bytes(), 10)?;
        let mantissa = if negative { -mantissa } else { mantissa };
        let power = power - i64::try_from(fraction.len()).ok()?;
        let ten = BigInt::from(10);
        let scale = ten.pow(u32::try_from(power.unsigned_abs()).ok()?);
        if power >= 0 {
            Number::rounded(mantissa * scale, 0, LITERAL)
        } else {
            quotient(&mantissa, &scale, 0, LITERAL)
        }
    }

    /// A whole number whose precision is that of counts.
    pub fn of_index(index: usize) -> Number {
        Number {
            repr: Repr::Whole(i64::try_from(index).unwrap_or(i64::MAX)),
            precision: COUNT,
            below_zero: false,
        }
    }

    /// A whole number of any size.
    pub fn of_integer(integer: BigInt) -> Option<Number> {
        let precision = u16::try_from(integer.bits()).ok()?.max(COUNT);
        Number::rounded(integer, 0, precision)
    }

    /// What the arithmetic of the machine gave; nothing where that is no number.
    pub fn of_machine(float: f64) -> Option<Number> {
        if !float.is_finite() {
            return None;
        }
        let bits = float.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let exponent = i32::try_from((bits >> 52) & 0x7ff).ok()?;
        let (mantissa, exponent) = match exponent {
            0 => (fraction, -1074),
            _ => (fraction | (1 << 52), exponent - 1075),
        };
        let mantissa = BigInt::from(mantissa);
        Number::rounded(if float < 0.0 { -mantissa } else { mantissa }, exponent, MACHINE)
    }

    /// The nearest that the machine has.
    pub fn to_machine(&self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The number as an index or a count, where it is a whole one that fits.
    pub fn as_index(&self) -> Option<usize> {
        let whole = u32::try_from(self.as_i64()?).ok()?;
        usize::try_from(whole).ok()
    }

    /// The number, where it is whole and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.repr {
            Repr::Whole(whole) => Some(whole),
            Repr::Scaled(_) => None,
        }
    }

    /// The number, where it is whole.
    pub fn as_integer(&self) -> Option<BigInt> {
        match &self.repr {
            Repr::Whole(whole) => Some(BigInt::from(*whole)),
            Repr::Scaled(scaled) if scaled.exponent >= 0 => {
                Some(&scaled.mantissa << scaled.exponent)
            }
            Repr::Scaled(_) => None,
        }
    }

    /// The fewest digits that are read as this number, whether it is negative, and where the point is.
    pub fn decimal(&self) -> (bool, String, i64) {
        let scaled = self.scaled();
        let shortest = Decimal::shortest(
            scaled.mantissa.magnitude(),
            i64::from(scaled.exponent),
            self.precision,
        );
        self.with_sign(shortest)
    }

    /// The number to so many digits.
    pub fn rounded_digits(&self, digits: usize) -> (bool, String, i64) {
        let mut exact = self.exact();
        exact.round(digits);
        self.with_sign(exact)
    }

    /// The number to so many digits behind the point.
    pub fn rounded_behind_point(&self, digits: usize) -> (bool, String, i64) {
        let mut exact = self.exact();
        let kept = exact.point.saturating_add(i64::try_from(digits).unwrap_or(i64::MAX));
        match usize::try_from(kept) {
            Ok(kept) => exact.round(kept),
            Err(_) => exact.digits.clear(),
        }
        self.with_sign(exact)
    }

    fn exact(&self) -> Decimal {
        let scaled = self.scaled();
        Decimal::of(scaled.mantissa.magnitude(), i64::from(scaled.exponent))
    }

    fn with_sign(&self, decimal: Decimal) -> (bool, String, i64) {
        let digits = String::from_utf8_lossy(&decimal.digits).into_owned();
        (self.signum() < 0, digits, decimal.point)
    }

    /// Less than, equal to or greater than nothing, as -1, 0 or 1.
    pub fn signum(&self) -> i64 {
        match &self.repr {
            Repr::Whole(whole) => whole.signum(),
            Repr::Scaled(scaled) => match scaled.mantissa.sign() {
                Sign::Minus => -1,
                Sign::NoSign => 0,
                Sign::Plus => 1,
            },
        }
    }

    /// The number without what is behind the point.
    pub fn truncated(&self) -> BigInt {
        self.whole_and_rest().0
    }

    /// The largest whole number that is not larger, of the precision of this one.
    pub fn floor(&self) -> Option<Number> {
        let (whole, has_rest) = self.whole_and_rest();
        let down = has_rest && self.signum() < 0;
        Number::rounded(if down { whole - 1 } else { whole }, 0, self.precision)
    }

    /// The smallest whole number that is not smaller, of the precision of this one.
    pub fn ceil(&self) -> Option<Number> {
        let (whole, has_rest) = self.whole_and_rest();
        let up = has_rest && self.signum() > 0;
        Number::rounded(if up { whole + 1 } else { whole }, 0, self.precision)
    }

    /// What is before the point, and whether there is anything behind it.
    fn whole_and_rest(&self) -> (BigInt, bool) {
        match &self.repr {
            Repr::Whole(whole) => (BigInt::from(*whole), false),
            Repr::Scaled(scaled) if scaled.exponent >= 0 => {
                (&scaled.mantissa << scaled.exponent, false)
            }
            Repr::Scaled(scaled) => {
                let whole = scaled.mantissa.magnitude() >> scaled.exponent.unsigned_abs();
                (BigInt::from_biguint(scaled.mantissa.sign(), whole), true)
            }
        }
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(&self) -> Number {
        let repr = match &self.repr {
            Repr::Whole(whole) => match whole.checked_neg() {
                Some(whole) => Repr::Whole(whole),
                None => Repr::Scaled(Arc::new(Scaled { mantissa: BigInt::from(1), exponent: 63 })),
            },
            Repr::Scaled(scaled) => {
                let Scaled { mantissa, exponent } = &**scaled;
                Repr::Scaled(Arc::new(Scaled { mantissa: -mantissa, exponent: *exponent }))
            }
        };
        let below_zero = self.signum() == 0 && !self.below_zero;
        Number { repr, precision: self.precision, below_zero }
    }

    /// The number without its sign.
    #[must_use]
    pub fn magnitude(&self) -> Number {
        if self.is_below_zero() { self.negated() } else { self.clone() }
    }

    /// The sum, of the larger precision. Nothing where it is too large.
    pub fn plus(&self, other: &Number) -> Option<Number> {
        let precision = self.precision.max(other.precision);
        if let (Repr::Whole(a), Repr::Whole(b)) = (&self.repr, &other.repr)
            && let Some(sum) = a.checked_add(*b)
            && fits(sum, precision)
        {
            let below_zero = sum == 0 && self.below_zero && other.below_zero;
            return Some(Number { repr: Repr::Whole(sum), precision, below_zero });
        }
        let (a, b) = (self.scaled(), other.scaled());
        let exponent = a.exponent.min(b.exponent);
        let aligned = |scaled: &Scaled| &scaled.mantissa << scaled.exponent.abs_diff(exponent);
        Number::rounded(aligned(&a) + aligned(&b), exponent, precision)
    }

    /// The difference.
    pub fn minus(&self, other: &Number) -> Option<Number> {
        self.plus(&other.negated())
    }

    /// The product: of the larger precision, or of as many bits as it needs.
    pub fn times(&self, other: &Number) -> Option<Number> {
        let precision = self.precision.max(other.precision);
        if let (Repr::Whole(a), Repr::Whole(b)) = (&self.repr, &other.repr)
            && let Some(product) = a.checked_mul(*b)
            && fits(product, precision)
        {
            let below_zero = product == 0 && self.is_below_zero() != other.is_below_zero();
            return Some(Number { repr: Repr::Whole(product), precision, below_zero });
        }
        let (a, b) = (self.scaled(), other.scaled());
        let exponent = a.exponent.checked_add(b.exponent)?;
        let product = Number::rounded(&a.mantissa * &b.mantissa, exponent, LITERAL)?;
        let needed = u16::try_from(product.scaled().mantissa.bits()).ok()?;
        Some(Number { precision: precision.max(needed), ..product })
    }

    /// The quotient, of the larger precision. Nothing where the divisor is nothing.
    pub fn over(&self, divisor: &Number) -> Option<Number> {
        if divisor.signum() == 0 {
            return None;
        }
        let (a, b) = (self.scaled(), divisor.scaled());
        let exponent = a.exponent.checked_sub(b.exponent)?;
        let precision = self.precision.max(divisor.precision);
        let quotient = quotient(&a.mantissa, &b.mantissa, exponent, precision)?;
        let below_zero = quotient.signum() == 0 && self.is_below_zero() != divisor.is_below_zero();
        Some(Number { below_zero, ..quotient })
    }

    /// The remainder of a division that gives a whole number; its sign is that of this number.
    pub fn remainder(&self, divisor: &Number) -> Option<Number> {
        if let (Repr::Whole(a), Repr::Whole(b)) = (&self.repr, &divisor.repr) {
            let rest = a.checked_rem(*b)?;
            let precision = self.precision.max(divisor.precision);
            return Some(Number { repr: Repr::Whole(rest), precision, below_zero: false });
        }
        let times = Number::rounded(self.over(divisor)?.truncated(), 0, self.precision)?;
        let taken = divisor.times(&times)?;
        let taken = taken.scaled();
        let taken = Number::rounded(taken.mantissa.clone(), taken.exponent, self.precision)?;
        self.minus(&taken)
    }

    fn is_below_zero(&self) -> bool {
        self.below_zero || self.signum() < 0
    }

    fn scaled(&self) -> Scaled {
        match &self.repr {
            Repr::Whole(whole) => Scaled { mantissa: BigInt::from(*whole), exponent: 0 },
            Repr::Scaled(scaled) => (**scaled).clone(),
        }
    }

    /// `mantissa * 2^exponent` in so many bits, to nearest, ties to even.
    fn rounded(mantissa: BigInt, exponent: i32, precision: u16) -> Option<Number> {
        let (sign, mut mantissa) = mantissa.into_parts();
        let mut exponent = i64::from(exponent);
        let excess = mantissa.bits().saturating_sub(u64::from(precision));
        if excess > 0 {
            let half = mantissa.bit(excess - 1);
            let more = mantissa.trailing_zeros().is_some_and(|zeros| zeros < excess - 1);
            mantissa >>= excess;
            exponent += i64::try_from(excess).ok()?;
            if half && (more || mantissa.bit(0)) {
                mantissa += 1_u32;
            }
        }
        let zeros = mantissa.trailing_zeros().unwrap_or(0);
        mantissa >>= zeros;
        exponent += i64::try_from(zeros).ok()?;
        let size = exponent.unsigned_abs() + mantissa.bits();
        if size > LARGEST_EXPONENT {
            return None;
        }
        let exponent = i32::try_from(exponent).ok()?;
        let mantissa = BigInt::from_biguint(sign, mantissa);
        let repr = match whole(&mantissa, exponent) {
            Some(whole) => Repr::Whole(whole),
            None => Repr::Scaled(Arc::new(Scaled { mantissa, exponent })),
        };
        Some(Number { repr, precision, below_zero: false })
    }
}

fn fits(whole: i64, precision: u16) -> bool {
    precision >= COUNT || whole.unsigned_abs() < 1 << MACHINE
}

fn whole(mantissa: &BigInt, exponent: i32) -> Option<i64> {
    if mantissa.sign() == Sign::NoSign {
        return Some(0);
    }
    (0..63).contains(&exponent).then(|| (mantissa << exponent).try_into().ok()).flatten()
}

/// `a / b * 2^exponent`: divided with bits to spare, and one that says whether there was a rest.
fn quotient(a: &BigInt, b: &BigInt, exponent: i32, precision: u16) -> Option<Number> {
    let wanted = u64::from(precision) + 2 + b.bits();
    let shift = wanted.saturating_sub(a.bits());
    let numerator = a.magnitude() << shift;
    let (quotient, rest) = (&numerator / b.magnitude(), &numerator % b.magnitude());
    let sticky = u32::from(rest != BigUint::ZERO);
    let mantissa = (quotient << 1_u32) + sticky;
    let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
    let mantissa = BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, mantissa);
    let exponent = exponent.checked_sub(i32::try_from(shift).ok()?)?.checked_sub(1)?;
    Number::rounded(mantissa, exponent, precision)
}

/// Equal numbers are those that Terraform writes alike.
impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (&self.repr, &other.repr) {
            (Repr::Whole(a), Repr::Whole(b)) => a == b,
            (Repr::Scaled(a), Repr::Scaled(b)) if a == b => true,
            (Repr::Scaled(_), Repr::Scaled(_)) => self.to_string() == other.to_string(),
            _ => false,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(match (&self.repr, &other.repr) {
            (Repr::Whole(a), Repr::Whole(b)) => a.cmp(b),
            _ => {
                let (a, b) = (self.scaled(), other.scaled());
                let exponent = a.exponent.min(b.exponent);
                let aligned =
                    |scaled: &Scaled| &scaled.mantissa << scaled.exponent.abs_diff(exponent);
                aligned(&a).cmp(&aligned(&b))
            }
        })
    }
}

/// As Terraform turns a number into a string: no exponent, no trailing zeros.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scaled = match &self.repr {
            Repr::Whole(_) if self.below_zero => return f.write_str("-0"),
            Repr::Whole(whole) => return write!(f, "{whole}"),
            Repr::Scaled(scaled) => scaled,
        };
        let Scaled { mantissa, exponent } = &**scaled;
        let decimal = Decimal::shortest(mantissa.magnitude(), i64::from(*exponent), self.precision);
        let digits = String::from_utf8_lossy(&decimal.digits);
        let sign = if mantissa.sign() == Sign::Minus { "-" } else { "" };
        let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        if decimal.point <= 0 {
            let zeros = usize::try_from(-decimal.point).unwrap_or(0);
            write!(f, "{sign}0.{}{digits}", "0".repeat(zeros))
        } else if decimal.point >= length {
            let zeros = usize::try_from(decimal.point - length).unwrap_or(0);
            write!(f, "{sign}{digits}{}", "0".repeat(zeros))
        } else {
            let (whole, behind) = digits.split_at(usize::try_from(decimal.point).unwrap_or(0));
            write!(f, "{sign}{whole}.{behind}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn fractions_are_exact_where_a_machine_float_is_not() {
        let sum = n("0.1").plus(&n("0.2")).expect("fits");
        assert_eq!(sum, n("0.3"));
        assert_eq!(sum.to_string(), "0.3");
        assert_eq!(
            n("9007199254740993").plus(&n("1")).map(|n| n.to_string()).as_deref(),
            Some("9007199254740994")
        );
        assert_eq!(n("1e30").to_string(), "1000000000000000000000000000000");
        assert_eq!(n("-0.5e-3").to_string(), "-0.0005");
    }

    #[test]
    fn a_quotient_has_the_precision_of_its_operands() {
        let third = Number::of_index(1).over(&Number::of_index(3)).expect("a number");
        assert_eq!(third.to_string(), "0.33333333333333333334");
        let third = n("1").over(&n("3")).expect("a number").to_string();
        assert_eq!(third.len(), 157);
        assert!(third.starts_with("0.3333") && third.ends_with("3335"), "{third}");
        assert!(n("1").over(&n("0")).is_none());
    }

    #[test]
    fn whole_parts_and_remainders_keep_the_sign() {
        assert_eq!(n("-1.5").floor(), Some(n("-2")));
        assert_eq!(n("-1.5").ceil(), Some(n("-1")));
        assert_eq!(n("-7").remainder(&n("3")), Some(n("-1")));
        assert_eq!(n("5.5").remainder(&n("2")), Some(n("1.5")));
        assert!(n("1.5") < n("2") && n("-1") < n("0.1"));
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        for text in ["", "-", ".", "1e", "1x", "0x10", "1_000", "1e99999999", " 1"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
        assert_eq!(Number::of_machine(0.1).map(|n| n.to_string()).as_deref(), Some("0.1"));
        assert!(Number::of_machine(f64::NAN).is_none());
    }
}
