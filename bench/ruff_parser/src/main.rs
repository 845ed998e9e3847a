//! Times ruff's parser crate: `ruff_parser REPEAT`, NUL-ended file names on stdin. Best run counts.
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use std::time::{Duration, Instant};

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let repeat: u32 = std::env::args().nth(1).expect("REPEAT").parse().expect("a number");
    let names = std::io::read_to_string(std::io::stdin()).expect("names");
    let read = |name: &str| std::fs::read_to_string(name).ok(); // the crate takes UTF-8 only
    let texts: Vec<String> = names.split_terminator('\0').filter_map(read).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let (mut best_parse, mut best_all) = (Duration::MAX, Duration::MAX);
    for _ in 0..repeat {
        let (start, mut parse) = (Instant::now(), Duration::ZERO);
        for text in &texts {
            let one = Instant::now();
            let tree = parse_unchecked(text, ParseOptions::from(Mode::Module));
            parse += one.elapsed(); // the tree is dropped outside
            std::hint::black_box(&tree);
        }
        (best_parse, best_all) = (best_parse.min(parse), best_all.min(start.elapsed()));
    }
    println!("files: {}\nbytes: {bytes}", texts.len());
    println!("parse seconds: {:.6}", best_parse.as_secs_f64());
    println!("parse and free seconds: {:.6}", best_all.as_secs_f64());
}
