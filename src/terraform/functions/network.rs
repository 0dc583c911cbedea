//! Functions of network addresses: what they give often makes the keys of instances.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use num_bigint::Sign;

use super::{Function, Needs, Outcome, Param, arg, invalid, number, plain, text};
use crate::model::{Kind, Origin, Type, Value, Why};

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Number, Text};
    Some(match name {
        "cidrcontains" => Function::new(&[Text, Text], Needs::Everything, cidrcontains),
        "cidrhost" => Function::new(&[Text, Number], Needs::Everything, cidrhost),
        "cidrnetmask" => Function::new(&[Text], Needs::Everything, cidrnetmask),
        "cidrsubnet" => Function::new(&[Text, Number, Number], Needs::Everything, cidrsubnet),
        "cidrsubnets" => Function::new(&[Text], Needs::Everything, cidrsubnets).rest(Number),
        _ => return None,
    })
}

/// A block of addresses: its first address and how many of its bits are fixed.
#[derive(Clone, Copy)]
struct Block {
    first: u128,
    fixed: u32,
    /// Bits of an address: 32 or 128.
    bits: u32,
}

impl Block {
    fn parse(value: &Value) -> Result<Block, Why> {
        let text = text(value)?;
        let parts = text.split_once('/').and_then(|(address, fixed)| {
            let (first, bits) = match plain_address(address).parse().ok()? {
                IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
                IpAddr::V6(address) => (u128::from(address), 128),
            };
            let fixed = fixed.parse().ok().filter(|fixed| *fixed <= bits)?;
            Some(Block { first, fixed, bits })
        });
        let block = parts.ok_or_else(|| invalid("this is no block of addresses"))?;
        Ok(Block { first: block.first & !below(block.bits - block.fixed), ..block })
    }

    fn show(self, address: u128) -> Result<String, Why> {
        if self.bits == 128 {
            return Ok(Ipv6Addr::from(address).to_string());
        }
        let address = u32::try_from(address).map_err(|_| invalid("this address is too large"))?;
        Ok(Ipv4Addr::from(address).to_string())
    }

    /// The block of this number among those with so many more fixed bits.
    fn subnet(self, more: u32, at: u128) -> Result<String, Why> {
        let fixed = self.fixed.checked_add(more).filter(|fixed| *fixed <= self.bits);
        let fixed = fixed.ok_or_else(|| invalid("the block has no room for so many bits"))?;
        if at > below(more) {
            return Err(invalid("the block has fewer blocks of that size"));
        }
        let first = self.first | at.checked_shl(self.bits - fixed).unwrap_or(0);
        Ok(format!("{}/{fixed}", self.show(first)?))
    }
}

/// Terraform has never minded zeros before the numbers of an address.
fn plain_address(address: &str) -> String {
    let parts = address.split('.').map(|part| match part.trim_start_matches('0') {
        "" if !part.is_empty() => "0",
        part => part,
    });
    if address.contains(':') { address.to_owned() } else { parts.collect::<Vec<_>>().join(".") }
}

/// The largest number of so many bits.
fn below(bits: u32) -> u128 {
    u128::MAX.checked_shr(128 - bits.min(128)).unwrap_or(0)
}

fn whole(value: &Value) -> Result<usize, Why> {
    number(value)?.as_index().ok_or_else(|| invalid("a whole number is needed here"))
}

fn bits(value: &Value) -> Result<u32, Why> {
    u32::try_from(whole(value)?).map_err(|_| invalid("this is too large"))
}

fn string(text: String) -> Outcome {
    plain(Kind::String(text.into()))
}

fn cidrsubnet(args: &[Value]) -> Outcome {
    let block = Block::parse(arg(args, 0)?)?;
    string(block.subnet(bits(arg(args, 1)?)?, whole(arg(args, 2)?)? as u128)?)
}

/// Blocks one after another, each at the next place that fits its size.
fn cidrsubnets(args: &[Value]) -> Outcome {
    let block = Block::parse(arg(args, 0)?)?;
    let mut next = 0_u128;
    let mut all = Vec::new();
    for more in args.get(1..).unwrap_or_default() {
        let more = bits(more)?;
        if more == 0 {
            return Err(invalid("a block must be smaller than the one that it is cut out of"));
        }
        let free = (block.bits - block.fixed).checked_sub(more);
        let size = free.ok_or_else(|| invalid("the block has no room for so many bits"))?;
        let at = next.checked_add(below(size)).map(|end| end.checked_shr(size).unwrap_or(0));
        let at = at.ok_or_else(|| invalid("the block is full"))?;
        all.push(Value::string(block.subnet(more, at)?, Origin::NONE));
        next = at.checked_add(1).map_or(u128::MAX, |at| at.checked_shl(size).unwrap_or(u128::MAX));
    }
    Ok(Value::list_of(all, Type::String, Origin::NONE))
}

/// An address of the block; a negative number counts from its end.
fn cidrhost(args: &[Value]) -> Outcome {
    let block = Block::parse(arg(args, 0)?)?;
    let most = below(block.bits - block.fixed);
    let wanted = number(arg(args, 1)?)?.as_integer();
    let wanted = wanted.ok_or_else(|| invalid("a whole number is needed"))?;
    let at = u128::try_from(wanted.magnitude().clone()).ok();
    let at = match wanted.sign() {
        Sign::Minus => at.and_then(|at| most.checked_sub(at)?.checked_add(1)),
        _ => at,
    };
    let at = at.filter(|at| *at <= most).ok_or_else(|| invalid("the block has fewer addresses"))?;
    string(block.show(block.first | at)?)
}

/// A function of OpenTofu: whether an address, or all of a block, is in a block.
fn cidrcontains(args: &[Value]) -> Outcome {
    let block = Block::parse(arg(args, 0)?)?;
    let inner = text(arg(args, 1)?)?;
    let inner = match inner.contains('/') {
        true => Block::parse(arg(args, 1)?)?,
        false => {
            let bits = if inner.contains(':') { 128 } else { 32 };
            Block::parse(&Value::string(format!("{inner}/{bits}"), Origin::NONE))?
        }
    };
    let starts_alike = || inner.first & !below(block.bits - block.fixed) == block.first;
    if block.bits != inner.bits {
        return Err(invalid("an address of one kind is never in a block of the other"));
    }
    plain(Kind::Bool(inner.fixed >= block.fixed && starts_alike()))
}

fn cidrnetmask(args: &[Value]) -> Outcome {
    let block = Block::parse(arg(args, 0)?)?;
    if block.bits != 32 {
        return Err(invalid("only blocks of IPv4 have a netmask"));
    }
    string(block.show(below(32) & !below(32 - block.fixed))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Number, Origin};

    fn number_of(number: f64) -> Value {
        Value::new(Kind::Number(Number::of_machine(number).expect("a number")), Origin::NONE)
    }

    fn run(f: fn(&[Value]) -> Outcome, block: &str, numbers: &[f64]) -> Value {
        let mut args = vec![Value::string(block, Origin::NONE)];
        args.extend(numbers.iter().copied().map(number_of));
        f(&args).expect("works")
    }

    #[test]
    fn blocks_are_split_as_terraform_splits_them() {
        let subnet = |block, numbers| run(cidrsubnet, block, numbers).as_str().map(str::to_owned);
        assert_eq!(subnet("172.16.0.0/12", &[4.0, 2.0]).as_deref(), Some("172.18.0.0/16"));
        assert_eq!(
            subnet("fd00:fd12:3456:7890::/56", &[16.0, 162.0]).as_deref(),
            Some("fd00:fd12:3456:7800:a200::/72")
        );
        let all = run(cidrsubnets, "10.1.0.0/16", &[4.0, 4.0, 8.0, 4.0]);
        let all: Vec<_> =
            all.as_elements().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(all, ["10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/24", "10.1.48.0/20"]);
    }

    #[test]
    fn blocks_hold_addresses_and_smaller_blocks() {
        let holds = |block: &str, inner: &str| {
            let args = [block, inner].map(|text| Value::string(text, Origin::NONE));
            cidrcontains(&args).ok().map(|value| value.kind == Kind::Bool(true))
        };
        assert_eq!(holds("192.168.2.0/20", "192.168.2.1"), Some(true));
        assert_eq!(holds("192.168.2.0/20", "192.168.2.0/22"), Some(true));
        assert_eq!(holds("192.168.2.0/20", "192.126.2.0/18"), Some(false));
        assert_eq!(holds("fe80::/48", "fe81::1"), Some(false));
        assert_eq!(holds("fe80::/48", "192.168.2.1"), None);
        assert_eq!(holds("192.168.2.0/20", "not-an-address"), None);
    }

    #[test]
    fn hosts_and_masks() {
        assert_eq!(run(cidrhost, "10.12.127.0/20", &[16.0]).as_str(), Some("10.12.112.16"));
        assert_eq!(run(cidrhost, "10.0.0.0/24", &[-1.0]).as_str(), Some("10.0.0.255"));
        assert_eq!(run(cidrnetmask, "172.16.0.0/12", &[]).as_str(), Some("255.240.0.0"));
        let full = [Value::string("10.0.0.0/30", Origin::NONE), number_of(3.0)];
        assert!(matches!(cidrsubnets(&full), Err(Why::Invalid { .. })));
    }
}
