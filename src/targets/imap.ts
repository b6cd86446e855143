/** Mailboxes over IMAP, for who is not on the server's machine. Whatever the IMAP server does ends no run. */
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { askNews, type Failed, fetchMessages, findLastUid, type Listed, listFrom } from "../imap/fetch.ts";
import { type ImapPlace, type ImapSession, mostMessageOctets, type NoSession, openMailbox } from "../imap/log_in.ts";
import { type DeliveredMail, type Mailbox, parseMail, type SearchOptions } from "./mailbox.ts";
import { outOfTime, shareLook, unlessAborted } from "./shared_look.ts";

const leastPause: Milliseconds = 500; // our choice, between two looks
const leastPauseOnLoopback: Milliseconds = 100; // our choice
const farewellWithin: Milliseconds = 2_000; // our choice: the run is over
const mostKeptOctets = 5_000_000; // our choice: smaller messages are fetched once and kept
const mostKeptInAll = 100_000_000; // our choice: in a flood of mail, the later messages are fetched each time
const mostAtOnce = 4_000_000; // our choice: so many octets are fetched by one command, or one message
const mostMessagesAtOnce = 200; // our choice: a command line of some thousand octets
const mostMessages = 100_000; // our choice: more are not listed

/** A message that has arrived. */
interface Arrived extends Listed {
  /** Its octets; "gone" where it was deleted before it was read, "later" where it is fetched each time. */
  content: string | "gone" | "later" | undefined;
}

/** What IMAP may show otherwise than it is stored: NUL, which a literal cannot hold (RFC 9051 §4.3), and a bare CR. */
const unshown = /\0|\r(?!\n)/;

/** Says why a mailbox cannot be read, or undefined. */
export async function findObstacle(place: ImapPlace): Promise<NoSession | undefined> {
  const session = await openMailbox(place);
  if ("kind" in session) return session;
  await logOut(session);
  return undefined;
}

/** Opens a mailbox; what lies in it already is left aside. Where it cannot be opened, it says so whenever it is searched. */
export async function openImap(place: ImapPlace): Promise<Mailbox> {
  const mailbox = new ImapMailbox(place);
  await mailbox.open();
  return mailbox;
}

async function logOut({ link }: ImapSession): Promise<void> {
  await link.command({ text: "LOGOUT", within: farewellWithin });
  link.destroy();
}

class ImapMailbox implements Mailbox {
  readonly unshown = unshown;
  readonly #place: ImapPlace;
  readonly #look: () => Promise<PlainProblem | undefined>;
  readonly #messages: Arrived[] = [];
  #session: ImapSession | undefined;
  /** What stands in the way for good. */
  #obstacle: PlainProblem | undefined;
  #uidValidity: number | undefined;
  /** The UID from which messages are listed; undefined until the mailbox was open for once. */
  #next: number | undefined;
  #isListDue = false;
  #roomForMore = mostKeptInAll;
  /** What is under way on the connection: it does one thing at a time. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(place: ImapPlace) {
    this.#place = place;
    this.#look = shareLook(
      () => this.#inTurn((session, isFresh) => this.#update(session, isFresh)),
      place.isLoopback ? leastPauseOnLoopback : leastPause,
    );
  }

  get arrived(): number {
    return this.#messages.length;
  }

  async open(): Promise<void> {
    const failed = await this.#inTurn(() => Promise.resolve(undefined));
    // What arrives until another try could not be told from what lay there before.
    if (failed !== undefined) this.#obstacle ??= failed;
  }

  find(text: string, { after = 0, signal }: SearchOptions = {}): Promise<DeliveredMail[] | PlainProblem> {
    return unlessAborted(this.#search(text, after, signal), signal);
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#obstacle ??= problem("the mailbox was closed");
    if (session !== undefined) await logOut(session);
  }

  async #search(text: string, after: number, signal: AbortSignal | undefined): Promise<DeliveredMail[] | PlainProblem> {
    const failed = await this.#look();
    if (failed !== undefined) return failed;
    const found: string[] = [];
    for (const each of this.#messages.slice(after)) {
      if (signal?.aborted) return outOfTime;
      const content = each.content === "later" ? await this.#fetchAgain(each) : each.content;
      if (isProblem(content)) return content;
      if (content?.includes(text)) found.push(content);
    }
    return found.map(parseMail);
  }

  async #fetchAgain(message: Arrived): Promise<string | PlainProblem | undefined> {
    const fetched = await this.#inTurn((session) => fetchMessages(session.link, [message]));
    return isProblem(fetched) ? fetched : fetched.get(message.uid);
  }

  /** Lists what has arrived, and fetches it. */
  async #update(session: ImapSession, isFresh: boolean): Promise<Failed | undefined> {
    const isNews = await askNews(session.link);
    if (isProblem(isNews)) return isNews;
    this.#isListDue ||= isNews || isFresh;
    if (this.#isListDue && this.#messages.length < mostMessages) {
      const listed = await listFrom(session.link, this.#next ?? 1);
      if (isProblem(listed)) return listed;
      for (const each of listed) this.#messages.push({ ...each, content: this.#placeFor(each) });
      this.#next = Math.max(this.#next ?? 1, (listed.at(-1)?.uid ?? 0) + 1);
      this.#isListDue = false;
    }
    return await this.#fetchAll(session);
  }

  /** Says what becomes of a message: it is fetched, or fetched each time, or never. */
  #placeFor({ octets }: Listed): Arrived["content"] {
    if (octets > mostMessageOctets) return "gone"; // No mail of ours is so large.
    if (octets > Math.min(mostKeptOctets, this.#roomForMore)) return "later";
    this.#roomForMore -= octets;
    return undefined;
  }

  async #fetchAll({ link }: ImapSession): Promise<Failed | undefined> {
    for (;;) {
      const batch = takeBatch(this.#messages.filter(({ content }) => content === undefined));
      if (batch.length === 0) return undefined;
      const fetched = await fetchMessages(link, batch);
      if (isProblem(fetched)) return fetched;
      for (const each of batch) each.content = fetched.get(each.uid) ?? "gone";
    }
  }

  /**
   * Does something on the connection, after all that was asked for before. A connection that is gone is opened again
   * once; `isFresh` says that it was.
   */
  #inTurn<Value>(
    work: (session: ImapSession, isFresh: boolean) => Promise<Value | Failed>,
  ): Promise<Value | PlainProblem> {
    const done = this.#work.then(async () => {
      const known = this.#session;
      if (known !== undefined) {
        const answer = await work(known, false);
        if (!isBroken(answer)) return answer;
        this.#session = undefined;
      }
      const session = await this.#connect();
      return isProblem(session) ? session : await work(session, true);
    });
    this.#work = done.catch(() => {}); // Who asked for it hears of it.
    return done;
  }

  async #connect(): Promise<ImapSession | PlainProblem> {
    if (this.#obstacle !== undefined) return this.#obstacle;
    const session = await openMailbox(this.#place);
    if ("kind" in session) return this.#noteObstacle(session);
    const { link, uidValidity } = session;
    this.#uidValidity ??= uidValidity;
    if (uidValidity !== this.#uidValidity) {
      link.destroy();
      return this.#obstacle = problem("the mailbox was made anew while it was read (UIDVALIDITY)");
    }
    if (this.#next === undefined) {
      const last = session.uidNext ?? await findLastUid(link);
      if (isProblem(last)) return last;
      this.#next = session.uidNext ?? last + 1;
    }
    return this.#session = session;
  }

  #noteObstacle({ why, isForGood }: NoSession): PlainProblem {
    const obstacle = problem(why);
    if (isForGood) this.#obstacle = obstacle; // Wrong passwords again and again would lock the user out.
    return obstacle;
  }
}

function isBroken(answer: unknown): boolean {
  return isProblem(answer) && "isBroken" in answer && answer.isBroken === true;
}

/** Gives the first messages, as many as are fetched by one command. */
function takeBatch(messages: readonly Arrived[]): readonly Arrived[] {
  let octets = 0;
  const end = messages.findIndex((each, index) => (octets += each.octets) > mostAtOnce && index > 0);
  return messages.slice(0, Math.min(end === -1 ? messages.length : end, mostMessagesAtOnce));
}
