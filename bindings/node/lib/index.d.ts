import type { Book, DeviceId, ErrorCode, OpenOptions, Timestamp, UserId } from './types.js';

export type * from './types.js';

/** What any operation may be called with after its arguments. With anything else in it, the call is refused as `invalid`. */
export interface CallOptions {
  /**
   * Stops the operation when it is aborted: it is then rejected with the code `cancelled`. A write that was stopped has
   * been applied as a whole or not at all.
   */
  signal?: AbortSignal | undefined;
}

/** The books in one store. */
export declare class Client {
  private constructor();

  /**
   * Opens the books at a location, which is made if there is nothing yet: `book.db` or `sqlite://book.db` for a SQLite
   * file, `memory:` for books that are gone with the client, `postgres://…` for a server.
   *
   * Rejected with `invalid` for a location of another form, `unsupported` for one that this build can't open,
   * `unavailable` or `corrupt` if what is there can't be used.
   */
  static open(location: string, options?: OpenOptions | null, call?: CallOptions): Promise<Client>;

  /**
   * The book of an owner, who is also the one acting. Nothing is read or written yet: a book comes into being with its
   * first commit.
   */
  book(owner: UserId): Book;

  /**
   * The one book of a device: the book in the store, or a new one with a new owner id.
   *
   * Rejected with `conflict` if the store holds several books: name one by its owner.
   */
  myBook(call?: CallOptions): Promise<Book>;

  /** The owners of the books in the store, in order of their ids. */
  owners(call?: CallOptions): Promise<UserId[]>;

  /**
   * The owners of the books of others that show something to a user, in order of their ids. What it is, the book says with the
   * user acting on it.
   */
  sharedWith(user: UserId, call?: CallOptions): Promise<UserId[]>;

  /**
   * Writes a copy of the whole store, as it is at one moment, to a new file, while others go on.
   *
   * Rejected with `conflict` if the file is there already, `unsupported` if the store has no such thing.
   */
  backup(path: string, call?: CallOptions): Promise<void>;

  /**
   * Reads a book back from what its ledger's `export` wrote, with its ids and all of its history: all or nothing. Answers
   * with its owner.
   *
   * Rejected with `invalid` (field `passphrase`) for a wrong passphrase, or one that is missing or too much; `invalid`
   * (field `file`) for a file of another kind; `unsupported` for a newer format; `corrupt` for a file that is damaged or
   * cut off; `conflict` if the book is here already; `unavailable` if the file can't be read.
   */
  restore(path: string, passphrase?: string | null, call?: CallOptions): Promise<UserId>;

  /** The device that commits are written on. Throws `closed` once the client is. */
  readonly device: DeviceId;

  /**
   * For tests: sets the clock, where the client was opened with one that stands still. Else throws `unsupported`, or `closed` once
   * the client is.
   */
  setNow(now: Timestamp): void;

  /** Whether it was closed. */
  readonly isClosed: boolean;

  /** Lets go of the store. What is under way comes to its end; everything later is rejected with `closed`. */
  close(): void;

  /** Closes it: `using client = await Client.open(…)`. */
  [Symbol.dispose](): void;

  /** Closes it: `await using client = await Client.open(…)`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Why an operation was refused or failed. The message holds no note, no reflection and no secret. */
export declare class KitaabError extends Error {
  private constructor();

  /** Stable, and the same in every language. */
  readonly code: ErrorCode;
  /** `invalid`: which input, as a path: `entries[17].value`. Its words are the same in every language: `day_start` for `dayStart`. */
  readonly field?: string;
  /** `invalid`: the rule that it breaks, as the end of a sentence: "must be …". */
  readonly rule?: string;
  /**
   * `invalid`: what was given, if it is told: of a note, a reflection or a name only its length; a label, a path, an amount or a day
   * as it came, unless it is long.
   */
  readonly value?: string;
  /** `not_found`, `conflict`, `denied`: what kind of thing. */
  readonly kind?: string;
  /** `not_found`, `denied`: which one. */
  readonly id?: string;
  /** `conflict`, `unsupported`: why, in words. */
  readonly what?: string;
  /** `denied`: what was tried. */
  readonly action?: string;
  /** `corrupt`: where, and what is wrong there. */
  readonly place?: string;
}
