use difference::{Changeset, Difference};

/// Prints each run of words of two texts with its sign: a blank for what both have, - and + for what one has.
fn main() {
    let texts: Vec<String> = std::env::args().skip(1).collect();
    let [old, new] = texts.as_slice() else {
        eprintln!("usage: word-difference OLD NEW");
        std::process::exit(2);
    };
    for run in Changeset::new(old, new, " ").diffs {
        match run {
            Difference::Same(words) => println!("  {words}"),
            Difference::Rem(words) => println!("- {words}"),
            Difference::Add(words) => println!("+ {words}"),
        }
    }
}
