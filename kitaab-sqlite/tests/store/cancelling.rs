//! Dropped futures leave commits whole or absent, and the store at work.

use std::future::Future;
use std::pin::pin;
use std::task::{Context as Task, Poll, Waker};

use kitaab_store::Store;

use crate::book::{Hand, OWNER, TASBIH, amount, column, day, folder, open, put, structure};

/// Polls a future once, and drops it.
fn begin<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Task::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}

#[tokio::test]
async fn a_dropped_commit_is_whole_or_absent() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    for number in 0..200 {
        let mut device = Hand::new(1_000 + number);
        let first = i32::try_from(number).unwrap() * 50;
        let commit = device.commit(vec![column(TASBIH, first, 50)], None);
        if number % 3 == 0 {
            drop(store.apply(&device.ctx(), &commit));
        } else {
            drop(begin(store.apply(&device.ctx(), &commit)));
        }
        if number % 10 == 0 {
            hand.write(&store, vec![put(TASBIH, day(-1 - first), amount(1))]).await;
        }
    }
    // What was dropped last may be on its way still: this one is behind it.
    hand.write(&store, vec![]).await;
    let held = hand.all_entries(&store).await.len();
    assert_eq!((held - 20) % 50, 0);
    hand.check(&store).await;
}

#[tokio::test]
async fn a_commit_sent_again_after_it_was_dropped_is_there_once() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    for number in 0..50 {
        let commit = hand.request(vec![put(TASBIH, day(number), amount(1))], 1 + u128::from(number.unsigned_abs()));
        drop(begin(store.apply(&hand.ctx(), &commit)));
        store.apply(&hand.ctx(), &commit).await.unwrap();
    }
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap().seq, 51);
    hand.check(&store).await;
}

#[tokio::test]
async fn dropped_reads_leave_the_readers_at_work() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    let mut hand = Hand::new(1);
    hand.write(&store, structure()).await;
    for _ in 0..100 {
        drop(begin(store.catalogue(&hand.ctx(), OWNER)));
    }
    assert_eq!(store.head(&hand.ctx(), OWNER).await.unwrap().seq, 1);
}

/// No runtime at all: a waker that unparks the thread is enough.
#[test]
fn no_particular_runtime_is_needed() {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }
    let (_folder, path) = folder();
    let waker = Waker::from(std::sync::Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(async {
        let store = open(&path).await;
        let mut hand = Hand::new(1);
        hand.write(&store, structure()).await;
        store.head(&hand.ctx(), OWNER).await.unwrap().seq
    });
    loop {
        match future.as_mut().poll(&mut Task::from_waker(&waker)) {
            Poll::Ready(seq) => break assert_eq!(seq, 1),
            Poll::Pending => std::thread::park(),
        }
    }
}
