//! When calls are sent again: the decision by itself, and calls over a failing transport.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use orq_ai_sdk::runtime::{ErrorKind, Outcome, RetryPolicy, retry_after};

use super::shop::Thing;
use super::world::{Piece, Script, TODAY, World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;
const POLICY: RetryPolicy = RetryPolicy::new();

fn thing() -> Thing {
    Thing {
        id: "a".to_owned(),
        count: 1,
    }
}

fn status(status: u16, retry_after: Option<u64>) -> Outcome {
    Outcome::Status {
        status,
        retry_after: retry_after.map(Duration::from_secs),
    }
}

fn decide(policy: RetryPolicy, idempotent: bool, outcome: Outcome) -> bool {
    policy
        .decide(idempotent, 1, Duration::ZERO, outcome, 0.5)
        .is_some()
}

#[test]
fn what_is_repeated() {
    // Each row: the outcome, whether an idempotent operation is repeated, whether another one is.
    let table = [
        (Outcome::NotSent, true, true),
        (Outcome::Broken, true, false),
        (status(408, None), true, false),
        (status(429, None), true, false),
        (status(429, Some(1)), true, true),
        (status(500, None), true, false),
        (status(500, Some(1)), true, false),
        (status(501, None), false, false),
        (status(502, None), true, false),
        (status(503, None), true, false),
        (status(503, Some(1)), true, true),
        (status(504, None), true, false),
        (status(400, Some(1)), false, false),
        (status(404, None), false, false),
        (status(302, None), false, false),
    ];
    for (outcome, idempotent, other) in table {
        assert_eq!(decide(POLICY, true, outcome), idempotent, "{outcome:?}");
        assert_eq!(decide(POLICY, false, outcome), other, "{outcome:?}");
        assert_eq!(
            decide(POLICY.repeat_anything(), false, outcome),
            idempotent,
            "{outcome:?}"
        );
        assert!(!decide(RetryPolicy::none(), true, outcome), "{outcome:?}");
    }
}

#[test]
fn waits_double_up_to_a_limit_and_are_spread() {
    let policy = RetryPolicy::new().attempts(40);
    let wait = |attempt, jitter| {
        policy
            .decide(true, attempt, Duration::ZERO, Outcome::Broken, jitter)
            .unwrap()
    };
    let millis: Vec<u128> = [1, 2, 3, 4, 5, 6, 39]
        .map(|attempt| wait(attempt, 1.0).as_millis())
        .to_vec();
    assert_eq!(millis, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
    assert_eq!(wait(2, 0.25), Duration::from_millis(250));
    assert_eq!(wait(2, 0.0), Duration::ZERO);
    assert_eq!(wait(2, f64::INFINITY), Duration::from_secs(1));
}

#[test]
fn waits_grow_as_the_policy_says() {
    let wait = |policy: RetryPolicy, attempt| {
        let policy = policy.attempts(u32::MAX);
        policy.decide(true, attempt, Duration::ZERO, Outcome::Broken, 1.0)
    };
    let slow = POLICY.growth(1.5).max_delay(Duration::from_secs(3));
    let millis = [1, 2, 3, 4, 5, 6, 7, u32::MAX - 1];
    let millis = millis.map(|attempt| wait(slow, attempt).unwrap().as_millis());
    assert_eq!(millis, [500, 750, 1125, 1687, 2531, 3000, 3000, 3000]);
    for odd in [0.5, -2.0, f64::NAN] {
        let wait = wait(POLICY.growth(odd), 9);
        assert_eq!(wait, Some(Duration::from_millis(500)), "{odd}");
    }
    assert_eq!(
        wait(POLICY.growth(f64::INFINITY), 9),
        Some(Duration::from_secs(8))
    );
}

#[test]
fn which_failures_are_worth_it_can_be_chosen() {
    let policy = POLICY.statuses(&[(429, 429), (500, 599)]);
    for (code, repeated) in [
        (408, false),
        (429, true),
        (500, true),
        (599, true),
        (600, false),
    ] {
        assert_eq!(decide(policy, true, status(code, None)), repeated, "{code}");
    }
    assert!(decide(policy, true, Outcome::Broken));
    let answers_only = policy.connection_errors(false);
    for outcome in [Outcome::Broken, Outcome::NotSent] {
        assert!(!decide(answers_only.repeat_anything(), true, outcome));
    }
}

#[test]
fn the_document_says_how_a_call_is_repeated_and_callers_may_say_otherwise() {
    // Waits of 4, 6 and 8 seconds: after a fourth one, more than 20 seconds would have passed.
    let script = || (0..4).map(|_| answer(521, &[], ""));
    let world = World::new(script());
    let error = run(world.shop().report().send()).unwrap_err();
    assert_eq!(error.attempts(), 4);
    assert_eq!(world.elapsed(), Duration::from_secs(18));

    let none = RetryPolicy::none();
    let world = World::new(script());
    let shop = world.builder().retry(none).build().unwrap();
    assert_eq!(run(shop.report().send()).unwrap_err().attempts(), 1);
    let error = run(world.shop().report().retry(none).send()).unwrap_err();
    assert_eq!(error.attempts(), 1);

    // Other operations are as they were.
    let error = run(world.shop().archive().send()).unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[test]
fn the_document_says_how_long_a_call_may_take_and_callers_may_say_otherwise() {
    let times = |shop: super::shop::Shop, world: &World, limit| {
        let call = shop.report().retry(RetryPolicy::none());
        let call = match limit {
            Some(limit) => call.timeout(limit),
            None => call,
        };
        let begin = world.elapsed();
        assert_eq!(run(call.send()).unwrap_err().kind(), ErrorKind::Timeout);
        world.elapsed() - begin
    };
    let world = World::new((0..3).map(|_| Script::Hang));
    let second = Duration::from_secs(1);
    assert_eq!(times(world.shop(), &world, None), second * 600);
    let shop = world.builder().timeout(second * 5).build().unwrap();
    assert_eq!(times(shop.clone(), &world, None), second * 5);
    assert_eq!(times(shop, &world, Some(second)), second);
}

#[test]
fn the_servers_wish_is_obeyed_within_limits() {
    let wait = |seconds| POLICY.decide(true, 1, Duration::ZERO, status(503, Some(seconds)), 0.0);
    assert_eq!(wait(7), Some(Duration::from_secs(7)));
    assert_eq!(wait(0), Some(Duration::ZERO));
    assert_eq!(wait(u64::MAX), Some(Duration::from_secs(60)));
    let short = POLICY.total(Duration::from_secs(10));
    let decide = |elapsed| {
        short.decide(
            true,
            1,
            Duration::from_secs(elapsed),
            status(503, Some(7)),
            0.0,
        )
    };
    assert_eq!((decide(3), decide(4)), (Some(Duration::from_secs(7)), None));
}

#[test]
fn retry_after_in_all_forms() {
    let today = SystemTime::UNIX_EPOCH + Duration::from_secs(TODAY);
    let parse = |name: &'static str, value: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        retry_after(&headers, today)
    };
    let table = [
        ("retry-after", "5", Some(5000)),
        ("retry-after", " 5 ", Some(5000)),
        ("retry-after", "0.5", Some(500)),
        ("retry-after", "Tue, 14 Nov 2023 22:13:30 GMT", Some(10_000)),
        ("retry-after", "Tue, 14 Nov 2023 22:13:10 GMT", Some(0)),
        ("retry-after-ms", "1500", Some(1500)),
        ("retry-after", "soon", None),
        ("retry-after", "-1", None),
        ("retry-after", "NaN", None),
        ("retry-after", "1e400", None),
        ("retry-after", "", None),
    ];
    for (name, value, expected) in table {
        assert_eq!(
            parse(name, value),
            expected.map(Duration::from_millis),
            "{name}: {value}"
        );
    }
}

#[test]
fn an_idempotent_call_survives_failures() {
    let world = World::new([Script::Refuse, answer(503, &[], ""), json(200, THING)]);
    let answer = run(world.shop().retrieve("a").send_with_response()).unwrap();
    assert_eq!(answer.attempts(), 3);
    let times: Vec<u128> = world
        .sent()
        .iter()
        .map(|sent| sent.at.as_millis())
        .collect();
    assert_eq!(times, [0, 500, 1500]);
}

#[test]
fn a_body_that_breaks_is_fetched_again() {
    let broken = Script::Answer(200, Vec::new(), vec![Piece::Data("{".into()), Piece::Break]);
    let world = World::new([broken, json(200, THING)]);
    assert_eq!(run(world.shop().retrieve("a").send()).unwrap(), thing());
}

#[test]
fn attempts_end() {
    let world = World::new([Script::Break, Script::Break, Script::Break]);
    let error = run(world.shop().retrieve("a").send()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert!(error.to_string().ends_with("(3 attempts)"), "{error}");

    let world = World::new([
        answer(500, &[], ""),
        answer(500, &[], ""),
        answer(502, &[("x-request-id", "last")], ""),
    ]);
    let error = run(world.shop().retrieve("a").send()).unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.request_id()),
        (ErrorKind::Status, 3, Some("last"))
    );
}

#[test]
fn a_call_that_may_have_had_an_effect_is_not_repeated() {
    for script in [Script::Break, answer(500, &[], ""), answer(429, &[], "")] {
        let world = World::new([script]);
        let error = run(world.shop().create(thing()).send()).unwrap_err();
        assert_eq!(error.attempts(), 1);
    }
    for script in [Script::Refuse, answer(429, &[("retry-after", "1")], "")] {
        let world = World::new([script, json(201, THING)]);
        run(world.shop().create(thing()).send()).unwrap();
        assert_eq!(world.sent().len(), 2);
    }
}

#[test]
fn unless_the_caller_says_so() {
    let world = World::new([
        Script::Break,
        json(201, THING),
        answer(500, &[], ""),
        json(201, THING),
    ]);
    let shop = world.shop();
    run(shop.create(thing()).header("Idempotency-Key", "k-1").send()).unwrap();
    run(shop.create(thing()).retry(POLICY.repeat_anything()).send()).unwrap();
    let sent = world.sent();
    assert_eq!(
        sent[0].headers["idempotency-key"],
        sent[1].headers["idempotency-key"]
    );
}

#[test]
fn a_wait_beyond_the_deadline_is_not_begun() {
    let world = World::new([answer(
        429,
        &[("retry-after", "30")],
        r#"{"message":"slow down"}"#,
    )]);
    let error = run(world
        .shop()
        .retrieve("a")
        .timeout(Duration::from_secs(10))
        .send())
    .unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Status, "slow down")
    );
    assert_eq!(world.elapsed(), Duration::ZERO);
}

#[test]
fn attempts_share_one_deadline() {
    let world = World::new([answer(503, &[("retry-after", "8")], ""), Script::Hang]);
    let error = run(world
        .shop()
        .retrieve("a")
        .timeout(Duration::from_secs(10))
        .send())
    .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert_eq!(world.elapsed(), Duration::from_secs(10));
}

#[test]
fn a_client_stops_repeating_when_nothing_works() {
    let world = World::new((0..100).map(|_| answer(503, &[], "")));
    let shop = world.shop();
    for _ in 0..20 {
        run(shop.retrieve("a").send()).unwrap_err();
    }
    assert_eq!(
        world.sent().len(),
        40,
        "20 calls and as many retries as the budget has"
    );
    let other = World::new([Script::Refuse, json(200, THING)]);
    run(other.shop().retrieve("a").send()).unwrap();
}

#[test]
fn successes_fill_the_budget_again() {
    let failures = (0..40).map(|_| answer(503, &[], ""));
    let successes = (0..5).map(|_| json(200, THING));
    let world = World::new(
        failures
            .chain(successes)
            .chain([answer(503, &[], ""), json(200, THING)]),
    );
    let shop = world.shop();
    for _ in 0..20 {
        run(shop.retrieve("a").send()).unwrap_err();
    }
    for _ in 0..5 {
        run(shop.retrieve("a").send()).unwrap();
    }
    let answer = run(shop.retrieve("a").send_with_response()).unwrap();
    assert_eq!(answer.attempts(), 2);
}
