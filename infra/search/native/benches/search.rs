//! Measures the index without Node around it. The bench of the native module is compared with this.
//!
//! `cargo bench --bench search -- index <batches> <folder>` reads a file with one batch a line, in the module's format,
//! and prints how many documents a second were indexed. `... -- search <folder> <questions> [rounds]` reads one
//! question a line and prints how long the answers took. Its last line is one line of JSON.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use filament_search::fault::{Fault, Outcome};
use filament_search::index::{OpenAs, SearchIndex};
use filament_search::search::search;
use filament_search::wire::{Batch, Question, read};

/// A long limit, so that a busy machine makes an answer late and does not fail the bench.
const WITHIN: Duration = Duration::from_secs(10);

fn lines(path: &str) -> Outcome<impl Iterator<Item = Outcome<String>>> {
    Ok(BufReader::new(File::open(path)?)
        .lines()
        .map(|line| line.map_err(Fault::from)))
}

fn index(batches: &str, folder: &str) -> Outcome<String> {
    let mut index = SearchIndex::open(Path::new(folder), OpenAs::New)?;
    let mut documents = 0;
    // The time includes decoding each batch, as in the module, and excludes reading the file.
    let all = lines(batches)?.collect::<Outcome<Vec<_>>>()?;
    let began = Instant::now();
    for line in &all {
        let batch: Batch = read(line)?;
        documents += batch.ops.len();
        index.apply(&batch)?;
    }
    index.flush()?;
    let seconds = began.elapsed().as_secs_f64();
    index.close()?;
    Ok(format!(
        r#"{{"documents":{documents},"seconds":{seconds:.3},"documents_per_second":{:.0}}}"#,
        documents as f64 / seconds
    ))
}

fn at(sorted: &[Duration], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get((last as f64 * share).round() as usize)
        .map_or(0.0, |taken| taken.as_secs_f64() * 1_000.0)
}

fn ask(folder: &str, questions: &str, rounds: usize) -> Outcome<String> {
    let index = SearchIndex::open(Path::new(folder), OpenAs::Old)?;
    let questions = lines(questions)?
        .map(|line| line.and_then(|line| read::<Question>(&line)))
        .collect::<Outcome<Vec<_>>>()?;
    let mut taken = Vec::with_capacity(questions.len() * rounds);
    let mut hits = 0;
    let snapshot = index.snapshot();
    for round in 0..=rounds {
        for question in &questions {
            let began = Instant::now();
            let page = search(&snapshot, question, began + WITHIN)?;
            // The first round only warms the file cache.
            if round > 0 {
                taken.push(began.elapsed());
                hits += page.hits.len();
            }
        }
    }
    taken.sort_unstable();
    index.close()?;
    Ok(format!(
        r#"{{"questions":{},"hits":{hits},"p50_ms":{:.4},"p99_ms":{:.4},"max_ms":{:.4}}}"#,
        taken.len(),
        at(&taken, 0.5),
        at(&taken, 0.99),
        at(&taken, 1.0)
    ))
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["index", batches, folder] => index(batches, folder),
        ["search", folder, questions] => ask(folder, questions, 1),
        ["search", folder, questions, rounds] => ask(folder, questions, rounds.parse().unwrap_or(1)),
        // `cargo test` also runs this program, without arguments, and then there is nothing to do.
        _ => return ExitCode::SUCCESS,
    };
    match done {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}: {:?}", fault.detail, fault.kind);
            ExitCode::FAILURE
        }
    }
}
