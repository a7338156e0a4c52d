//! Tests one index through its life: written, searched, changed, purged, damaged.

mod world;

use filament_search::fault::Kind;
use filament_search::index::{OpenAs, SearchIndex};
use filament_search::wire::{Order, Place, Position};
use std::fs;
use world::{
    World, amend, asking, batch, clause, id, later, put, put_at, put_by, remove, remove_channel, remove_guild,
};

#[test]
fn finds_matching_messages_only() {
    let mut world = World::new();
    world.apply(vec![
        put(1, "The quick brown fox"),
        put(2, "Quick thinking"),
        put(3, "nothing here"),
    ]);
    assert_eq!(world.found("quick"), [1, 2].map(id));
    assert_eq!(world.found("QUÍCK fox"), [id(1)]);
    assert_eq!(world.found("quic"), []);
    assert_eq!(world.found("!!!"), []);
}

#[test]
fn understands_phrases_beginnings_and_exclusions() {
    let mut world = World::new();
    world.apply(vec![
        put(1, "good morning all"),
        put(2, "morning, good people"),
        put(3, "goodness, see www.example.org/x"),
    ]);
    let ask = |must: Vec<_>, must_not: Vec<_>| {
        let mut question = asking(&[]);
        question.must = must;
        question.must_not = must_not;
        world.ids(&question)
    };
    assert_eq!(ask(vec![clause("phrase", "good morning")], vec![]), [id(1)]);
    assert_eq!(ask(vec![clause("prefix", "good")], vec![]), [1, 2, 3].map(id));
    assert_eq!(ask(vec![clause("prefix", "www.exam")], vec![]), [id(3)]);
    assert_eq!(
        ask(vec![clause("word", "morning")], vec![clause("phrase", "morning good")]),
        [id(1)]
    );
    assert_eq!(ask(vec![], vec![clause("prefix", "good")]), []);
}

#[test]
fn finds_a_number_in_each_of_its_writings() {
    let mut world = World::new();
    let texts = ["1000 km", "1,000 km", "1.000 km", "1 000 km", "1'000 km", "1_000 km"];
    world.apply((1..).zip(texts).map(|(n, text)| put(n, text)).collect());
    world.apply(vec![put(8, "1,000,000 km"), put(9, "100 km"), put(10, "v2.0 of 3.5mm")]);
    let ask = |kind: &str, text: &str| {
        let mut question = asking(&[]);
        question.must = vec![clause(kind, text)];
        world.ids(&question)
    };
    let all = [1, 2, 3, 4, 5, 6].map(id);
    assert_eq!(ask("word", "1000"), all);
    for text in texts {
        assert_eq!(ask("phrase", text), all, "{text}");
    }
    assert_eq!(ask("word", "1,000,000"), ask("word", "1000000"));
    assert_eq!(ask("word", "2.0"), [id(10)]);
    assert_eq!(ask("word", "3.5"), [id(10)]);
    assert_eq!(ask("prefix", "1,000"), [2, 3, 4, 5, 6, 8].map(id));
}

#[test]
fn pages_through_the_writings_of_a_number_once_in_both_orders() {
    let mut world = World::new();
    let text = |n: u64| {
        if n.is_multiple_of(2) {
            "1,000 km"
        } else {
            "1000 km in all"
        }
    };
    world.apply((1..40).map(|n| put(n, text(n))).collect());
    for order in [Order::Relevance, Order::Newest] {
        let mut question = asking(&["1,000"]);
        question.order = order;
        question.limit = 7;
        let mut seen = Vec::new();
        loop {
            let page = world.page(&question);
            seen.extend(page.hits.iter().map(|hit| (hit.score, hit.sent_position.0)));
            let Some(last) = page.hits.last().filter(|_| page.more) else {
                break;
            };
            question.after = Some(Place {
                score: last.score,
                sent_position: last.sent_position,
            });
        }
        let mut sorted = seen.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        sorted.dedup();
        assert_eq!(seen, sorted);
        assert_eq!(seen.len(), 39);
    }
}

#[test]
fn finds_a_mistyped_word_when_asked_to() {
    let mut world = World::new();
    world.apply(vec![put(1, "please receive this"), put(2, "the cat")]);
    let mut question = asking(&["recieve"]);
    assert_eq!(world.ids(&question), []);
    question.fuzzy = true;
    assert_eq!(world.ids(&question), [id(1)]);
    let mut question = asking(&["ct"]);
    question.fuzzy = true;
    assert_eq!(world.ids(&question), []);
}

#[test]
fn finds_nothing_outside_the_named_channels() {
    let mut world = World::new();
    world.apply(vec![put_by(1, 7, 1, "secret word"), put_by(2, 8, 1, "open word")]);
    let mut question = asking(&["word"]);
    question.channels = vec![id(8)];
    assert_eq!(world.ids(&question), [id(2)]);
    question.channels = vec![];
    assert_eq!(world.ids(&question), []);
    question.channels = vec![id(9)];
    assert_eq!(world.ids(&question), []);
}

#[test]
fn keeps_scores_independent_of_hidden_messages() {
    let mut world = World::new();
    world.apply(vec![
        put_by(1, 8, 1, "one word among several others"),
        put_by(2, 8, 1, "word"),
    ]);
    let mut question = asking(&["word"]);
    question.channels = vec![id(8)];
    let before = world.page(&question).hits;
    world.apply(
        (10..500)
            .map(|n| put_by(n, 7, 1, "word word word of a hidden place"))
            .collect(),
    );
    assert_eq!(world.page(&question).hits, before);
    assert_eq!(before[0].message_id, id(2));
}

#[test]
fn pages_through_every_hit_once_in_both_orders() {
    let mut world = World::new();
    for lot in 0..7 {
        world.apply(
            (0..13)
                .map(|n| put(1 + lot * 13 + n, if n % 3 == 0 { "word" } else { "a word or two" }))
                .collect(),
        );
    }
    let orders = [Order::Relevance, Order::Newest];
    let clauses = [clause("word", "word"), clause("prefix", "wo")];
    for (order, clause) in orders
        .iter()
        .flat_map(|order| clauses.iter().map(move |clause| (*order, clause)))
    {
        let mut question = asking(&[]);
        question.must = vec![clause.clone()];
        question.order = order;
        question.limit = 10;
        let mut seen = Vec::new();
        loop {
            let page = world.page(&question);
            seen.extend(page.hits.iter().map(|hit| (hit.score, hit.sent_position.0)));
            let Some(last) = page.hits.last() else { break };
            question.after = Some(Place {
                score: last.score,
                sent_position: last.sent_position,
            });
            if !page.more {
                break;
            }
        }
        let mut sorted = seen.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        sorted.dedup();
        assert_eq!(seen, sorted, "{order:?}");
        assert_eq!(seen.len(), 91);
    }
}

#[test]
fn narrows_by_author_time_mention_and_content_kind() {
    let mut world = World::new();
    world.apply(vec![
        put_by(1, 7, 1, "word"),
        put_by(2, 7, 2, "word @ada http://x.org/a.png"),
    ]);
    let found = |change: &dyn Fn(&mut filament_search::wire::Question)| {
        let mut question = asking(&["word"]);
        change(&mut question);
        world.ids(&question)
    };
    assert_eq!(found(&|q| q.authors = Some(vec![id(2)])), [id(2)]);
    assert_eq!(found(&|q| q.authors = Some(vec![id(1), id(2)])), [1, 2].map(id));
    assert_eq!(found(&|q| q.authors = Some(vec![])), []);
    assert_eq!(found(&|q| q.mentions = vec!["ada".to_owned()]), [id(2)]);
    assert_eq!(
        found(&|q| q.has = serde_json::from_str(r#"["image"]"#).unwrap()),
        [id(2)]
    );
    assert_eq!(found(&|q| q.sent_from_ms = Some(2_000)), [id(2)]);
    assert_eq!(found(&|q| q.sent_to_ms = Some(2_000)), [id(1)]);
}

#[test]
fn finds_in_any_time_range_what_a_full_scan_finds() {
    let mut world = World::new();
    // Times go back and forth over many blocks, as after imports of several conversations.
    let sent_at = |n: u64| (n % 3_000) as i64 + if n > 5_000 { 100_000 } else { 0 };
    for lot in 0..4 {
        let numbers = 1 + lot * 2_000..1 + (lot + 1) * 2_000;
        world.apply(
            numbers
                .map(|n| put_at(n, sent_at(n), if n % 5 == 0 { "word" } else { "other" }))
                .collect(),
        );
    }
    world.apply(vec![remove(1_500), remove(4_500)]);
    let times = [
        (1_499, 1_501),
        (0, 3),
        (2_999, 100_001),
        (102_000, 200_000),
        (3_000, 100_000),
        (-5, 0),
    ];
    for (from, to) in times {
        for words in [&["word"][..], &[]] {
            let mut question = asking(words);
            question.sent_from_ms = Some(from);
            question.sent_to_ms = Some(to);
            let mut expected: Vec<u64> = (1..=8_000)
                .filter(|n| (from..to).contains(&sent_at(*n)) && ![1_500, 4_500].contains(n))
                .filter(|n| words.is_empty() || n % 5 == 0)
                .collect();
            expected.sort_by(|a, b| b.cmp(a));
            for order in [Order::Newest, Order::Relevance] {
                question.order = order;
                question.after = None;
                let mut seen = Vec::new();
                loop {
                    let page = world.page(&question);
                    seen.extend(page.hits.iter().map(|hit| hit.sent_position.0));
                    let Some(last) = page.hits.last().filter(|_| page.more) else {
                        break;
                    };
                    question.after = Some(Place {
                        score: last.score,
                        sent_position: last.sent_position,
                    });
                }
                assert_eq!(seen, expected, "{words:?} from {from} to {to}, {order:?}");
            }
        }
    }
}

#[test]
fn amends_in_place_and_removes() {
    let mut world = World::new();
    world.apply(vec![put(1, "first words"), put(2, "second words")]);
    world.apply(vec![amend(1, "better words"), remove(2), amend(3, "never there")]);
    assert_eq!(world.found("words"), [id(1)]);
    assert_eq!(world.found("first"), []);
    assert_eq!(world.page(&asking(&["better"])).hits[0].sent_position, Position(1));
    world.apply(vec![put(1, "again"), put(1, "and again")]);
    assert_eq!(world.found("again"), [id(1)]);
    assert_eq!(world.index().contents().unwrap().documents, 1);
}

#[test]
fn removes_a_channel_and_a_guild_up_to_a_position() {
    let mut world = World::new();
    world.apply(vec![
        put_by(1, 7, 1, "word"),
        put_by(2, 8, 1, "word"),
        put_by(9, 7, 1, "word"),
    ]);
    world.apply(vec![remove_channel(7, 5)]);
    assert_eq!(world.found("word"), [2, 9].map(id));
    world.apply(vec![remove_guild(50, 100)]);
    assert_eq!(world.found("word"), []);
}

#[test]
fn sees_uncommitted_changes_when_it_amends() {
    let mut world = World::new();
    world.apply(vec![put_by(1, 7, 1, "old"), put_by(2, 8, 1, "old")]);
    world.apply_soon(vec![put(3, "first"), remove(2), remove_channel(7, 2)]);
    world.apply_soon(vec![amend(3, "second"), amend(2, "risen"), amend(1, "risen")]);
    assert_eq!(world.found("second"), []);
    world.index().flush().unwrap();
    assert_eq!(world.found("second"), [id(3)]);
    assert_eq!(world.found("risen"), []);
    assert_eq!(world.found("old"), []);
}

#[test]
fn removes_and_amends_messages_that_a_commit_could_not_show() {
    let mut world = World::new();
    world.apply(vec![put(1, "apple")]);
    let shown = world.index().snapshot();
    world.apply(vec![put(2, "pear"), put(3, "plum")]);
    // The state after a commit whose files could not be opened.
    *world.index().current().write().unwrap() = shown.clone();
    world.index().shown().unwrap();
    assert_eq!(world.found("pear"), [id(2)]);
    *world.index().current().write().unwrap() = shown.clone();
    world.apply(vec![remove(2), amend(3, "cherry")]);
    assert_eq!(world.found("pear"), []);
    assert_eq!(world.found("plum"), []);
    assert_eq!(world.found("cherry"), [id(3)]);
    *world.index().current().write().unwrap() = shown;
    assert_eq!(world.index().contents().unwrap().documents, 2);
}

#[test]
fn moves_the_documents_and_the_position_together() {
    let mut world = World::new();
    world.apply(vec![put(1, "kept")]);
    world.apply_soon(vec![put(2, "lost with the process")]);
    assert_eq!(world.index().state().position, Position(2));
    world.crash();
    assert_eq!(world.index().state().position, Position(1));
    assert_eq!(world.found("kept"), [id(1)]);
    assert_eq!(world.found("lost"), []);
    let refused = world.index().apply(&batch(2, 3, vec![put(3, "ahead")])).unwrap_err();
    assert_eq!(refused.kind, Kind::Moved);
    assert_eq!(world.index().state().position, Position(1));
}

#[test]
fn hashes_equal_contents_alike_after_any_history() {
    let mut straight = World::new();
    straight.apply((1..200).map(|n| put(n, &format!("message {n}"))).collect());
    let mut winding = World::new();
    for n in 1..200 {
        winding.apply_soon(vec![put(n, "to be changed")]);
        if n % 7 == 0 {
            winding.index().flush().unwrap();
        }
        winding.apply_soon(vec![amend(n, &format!("message {n}"))]);
    }
    winding.apply(vec![put(500, "goes"), remove(500)]);
    let contents = straight.index().contents().unwrap();
    assert_eq!(contents, winding.index().contents().unwrap());
    assert_eq!(contents.documents, 199);
    winding.apply(vec![amend(5, "message 6")]);
    assert_ne!(contents, winding.index().contents().unwrap());
}

#[test]
fn leaves_no_trace_of_removed_texts() {
    let mut world = World::new();
    let texts = |n: u64| format!("ordinary words Zanzibar{n}");
    world.apply((1..400).map(|n| put(n, &texts(n))).collect());
    world.apply((400..420).map(|n| put(n, &texts(n))).collect());
    world.apply(vec![remove(3), amend(7, "changed"), remove(410), remove(411)]);
    assert!(world.holds("zanzibar3") && world.holds("zanzibar410"));
    world.index().purge().unwrap();
    assert_eq!(world.strays(), Vec::<String>::new());
    for gone in ["zanzibar3", "zanzibar7", "zanzibar410", "zanzibar411"] {
        assert!(!world.holds(gone), "{gone}");
    }
    assert_eq!(world.found("zanzibar3"), []);
    assert_eq!(world.found("zanzibar30"), [id(30)]);
    assert_eq!(world.found("ordinary").len(), 50);
    world.reopen();
    assert!(!world.holds("zanzibar410"));
    assert_eq!(world.found("changed"), [id(7)]);
}

#[test]
fn leaves_no_trace_of_texts_removed_during_a_merge() {
    let mut world = World::new();
    world.apply((1..8_000).map(|n| put(n, &format!("word{n} of many"))).collect());
    let long = world.segments();
    world.apply((10_000..10_020).map(|n| put(n, &format!("Zanzibar{n}"))).collect());
    let short = world.segments().into_iter().filter(|segment| !long.contains(segment));
    // One merge runs at a time. The second takes the segments of this moment, and starts when the first is done.
    let in_turn: Vec<_> = long.iter().copied().chain(short).collect();
    drop(world.index().merge_away(&in_turn).unwrap());
    world.apply(vec![remove(10_003)]);
    world.index().purge().unwrap();
    assert!(!world.holds("zanzibar10003"));
    assert_eq!(world.strays(), Vec::<String>::new());
    assert_eq!(world.found("zanzibar10004"), [id(10_004)]);
}

#[test]
fn allows_one_writer_at_a_time() {
    let mut world = World::new();
    let second = SearchIndex::open(world.path(), OpenAs::Old).err().unwrap();
    assert_eq!(second.kind, Kind::Locked);
    world.apply(vec![put(1, "still fine")]);
    world.reopen();
    assert_eq!(world.found("fine"), [id(1)]);
}

#[test]
fn finds_every_kind_of_damage() {
    let mut world = World::new();
    for lot in 0..3 {
        world.apply(
            (0..50)
                .map(|n| put(1 + lot * 50 + n, &format!("words of {n}")))
                .collect(),
        );
    }
    world.close();
    let files: Vec<_> = fs::read_dir(world.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let mut tried = 0;
    for file in files.iter().filter(|file| !file.to_string_lossy().ends_with(".lock")) {
        let whole = fs::read(file).unwrap();
        let mut flipped = whole.clone();
        if let Some(byte) = flipped.get_mut(whole.len() / 2) {
            *byte ^= 0x55;
        }
        let cases: [Option<Vec<u8>>; 5] = [
            None,
            Some(vec![]),
            Some(whole[..whole.len() / 2].to_vec()),
            Some(vec![0xA5; 4096]),
            Some(flipped),
        ];
        for (nth, case) in cases.into_iter().enumerate() {
            match &case {
                None => fs::remove_file(file).unwrap(),
                Some(bytes) => fs::write(file, bytes).unwrap(),
            }
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            match SearchIndex::open(world.path(), OpenAs::Old) {
                // The index can do without the list of managed files only.
                Ok(index) => {
                    assert!(name == ".managed.json", "{name} {nth} went unnoticed");
                    index.close().unwrap();
                }
                Err(fault) => assert!(
                    matches!(fault.kind, Kind::Damaged | Kind::WrongSchema),
                    "{name} {nth}: {fault:?}"
                ),
            }
            fs::write(file, &whole).unwrap();
            tried += 1;
        }
    }
    assert!(tried > 50);
    world.reopen();
    assert_eq!(world.index().state().documents, 150);
}

#[test]
fn distinguishes_a_foreign_folder_from_another_index() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    assert_eq!(
        SearchIndex::open(folder.path(), OpenAs::New).err().unwrap().kind,
        Kind::Damaged
    );
    assert!(folder.path().join("notes.txt").exists());

    let folder = tempfile::tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_u64_field("other", tantivy::schema::FAST);
    tantivy::Index::create_in_dir(folder.path(), schema.build()).unwrap();
    assert_eq!(
        SearchIndex::open(folder.path(), OpenAs::New).err().unwrap().kind,
        Kind::WrongSchema
    );

    let file = tempfile::NamedTempFile::new().unwrap();
    assert_eq!(
        SearchIndex::open(file.path(), OpenAs::New).err().unwrap().kind,
        Kind::Failed
    );
}

#[test]
fn refuses_an_index_of_the_format_before() {
    let mut world = World::new();
    world.apply(vec![put(1, "here")]);
    world.close();
    let meta = world.path().join("meta.json");
    let now = fs::read_to_string(&meta).unwrap();
    let before = now.replace(r#"\"format\":2"#, r#"\"format\":1"#);
    assert_ne!(now, before);
    fs::write(&meta, before).unwrap();
    let fault = SearchIndex::open(world.path(), OpenAs::Old).err().unwrap();
    assert_eq!(fault.kind, Kind::WrongSchema);
}

#[test]
fn creates_an_index_where_a_creation_was_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".managed.json"), "[").unwrap();
    fs::write(folder.path().join(".tmpAbc"), "{").unwrap();
    let index = SearchIndex::open(folder.path(), OpenAs::New).unwrap();
    assert_eq!(index.state().position, Position(0));
}

#[test]
fn reports_damage_where_an_old_index_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    for missing in [folder.path().to_owned(), folder.path().join("nowhere")] {
        let fault = SearchIndex::open(&missing, OpenAs::Old).err().unwrap();
        assert_eq!(fault.kind, Kind::Damaged);
    }
    assert!(!folder.path().join("nowhere").exists());
}

#[test]
fn removes_files_that_no_commit_names() {
    let mut world = World::new();
    world.apply(vec![put(1, "here")]);
    world.close();
    let stray = world.path().join("00000000000000000000000000000000.term");
    fs::write(&stray, "words of a process that was killed").unwrap();
    world.reopen();
    assert!(!stray.exists());
    assert_eq!(world.found("here"), [id(1)]);
}

#[test]
fn ends_in_time_for_hostile_questions() {
    let mut world = World::new();
    let long: String = (0..300).map(|n| format!("w{n}x{n} ")).collect();
    world.apply((1..200).map(|n| put(n, &long)).collect());
    let hostile = [
        "a".repeat(4_000),
        "a ".repeat(120),
        "\u{202E}\u{200B}\u{0}".repeat(100),
        "((((((((((".to_owned(),
        "99999999999999999999999999999".to_owned(),
    ];
    for text in &hostile {
        for kind in ["word", "phrase", "prefix"] {
            let mut question = asking(&[]);
            question.must = vec![clause(kind, text)];
            question.fuzzy = true;
            world.ids(&question);
        }
    }
    let mut question = asking(&[]);
    question.must = (0..65).map(|_| clause("prefix", "w")).collect();
    assert_eq!(world.ask(&question).unwrap_err().kind, Kind::BadValue);
    question.must.truncate(64);
    assert_eq!(world.ids(&question).len(), 50);
    assert_eq!(world.ask_until(&question, later(0)).unwrap_err().kind, Kind::TooSlow);
}
