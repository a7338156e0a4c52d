//! Presents the analysis as a tokenizer of Tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::Analysis;

/// Name by which the schema refers to this tokenizer.
pub const NAME: &str = "filament";

#[derive(Default)]
pub struct WordTokenizer {
    analysis: Analysis,
    token: Token,
}

impl Clone for WordTokenizer {
    fn clone(&self) -> Self {
        WordTokenizer::default()
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.analysis.read(text);
        WordStream {
            analysis: &self.analysis,
            token: &mut self.token,
            next: 0,
        }
    }
}

pub struct WordStream<'a> {
    analysis: &'a Analysis,
    token: &'a mut Token,
    next: usize,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(read) = self.analysis.tokens().get(self.next) else {
            return false;
        };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(self.analysis.term(read));
        self.token.position = read.position as usize;
        self.token.offset_from = read.from as usize;
        self.token.offset_to = read.to as usize;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
