/**
 * Pins what this project uses of `@std/assert`, `@std/cli/parse-args` and `@std/fmt/colors`; it passes on those as it
 * does on the modules of this folder that stand in for them.
 * @module
 */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
} from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";
import * as colors from "@std/fmt/colors";

const object = { a: [1, { b: new Uint8Array([1, 2]) }], c: undefined };

const refused: Record<string, () => void> = {
  "assert() a falsy value": () => assert(0, "MARK"),
  "assertEquals() another structure": () => assertEquals(object, { ...object, a: [] }, "MARK"),
  "assertEquals() a missing key": () => assertEquals<unknown>({ a: undefined }, {}, "MARK"),
  "assertEquals() other octets": () => assertEquals(new Uint8Array([1]), new Uint8Array([2]), "MARK"),
  "assertEquals() octets and numbers": () => assertEquals<unknown>(new Uint8Array([1]), [1], "MARK"),
  "assertEquals() another entry of a Map": () => assertEquals(new Map([["a", [1]]]), new Map([["a", [2]]]), "MARK"),
  "assertNotEquals() the same structure": () => assertNotEquals(object, structuredClone(object), "MARK"),
  "assertStrictEquals() a copy": () => assertStrictEquals(structuredClone(object), object, "MARK"),
  "assertMatch() another text": () => assertMatch("250 OK", /^5/, "MARK"),
  "assertStringIncludes() another text": () => assertStringIncludes("250 OK", "500", "MARK"),
  "assertInstanceOf() another class": () => assertInstanceOf(new Error(), TypeError, "MARK"),
  "assertThrows() no error": () => assertThrows(() => 0, "MARK"),
  "assertThrows() another class": () => assertThrows(throwRange, TypeError, "", "MARK"),
  "assertThrows() another text": () => assertThrows(throwRange, RangeError, "narrow", "MARK"),
  "fail() everything": () => fail("MARK"),
};

for (const [name, call] of Object.entries(refused)) {
  const [subject = "", ...what] = name.split(" ");
  Deno.test(`${subject} refuses ${what.join(" ")} and reports the message`, () => {
    let thrown: unknown;
    try {
      call();
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof Error)) throw new Error("Expected an error");
    if (thrown.name !== "AssertionError") throw thrown;
    if (!thrown.message.includes("MARK")) throw new Error(`Expected the message in "${thrown.message}"`);
  });
}

Deno.test("the assertions accept what holds", () => {
  assert("text");
  assertEquals(object, structuredClone(object));
  assertEquals(new Set(["a", "b"]), new Set(["b", "a"]));
  assertEquals(new Map([["a", [1]]]), new Map([["a", [1]]]));
  assertEquals(NaN, NaN);
  assertNotEquals<unknown>("1", 1);
  assertStrictEquals(object.a, object.a);
  assertMatch("250 OK", /^2\d\d /);
  assertStringIncludes("250 OK", "OK");
  assertInstanceOf(new TypeError(), Error);
});

Deno.test("the assertions narrow types", () => {
  const value: unknown = new RangeError("too wide");
  assertInstanceOf(value, RangeError);
  assertEquals(value.message, "too wide");
  const code: number | undefined = [250].at(0);
  assert(code !== undefined);
  assertEquals(code.toFixed(), "250");
  const word: unknown = "QUIT";
  assertStrictEquals(word, "QUIT" as const);
  assertEquals(word.toLowerCase(), "quit");
});

Deno.test("assertThrows() gives the error back, a value that is no Error too", () => {
  assertEquals(assertThrows(throwRange, RangeError, "too wide").message, "too wide");
  assertEquals(
    assertThrows(() => {
      throw "text";
    }),
    "text",
  );
});

Deno.test("assertRejects() gives the error back", async () => {
  const error = await assertRejects(() => Promise.reject(new RangeError("too wide")), RangeError, "wide");
  assertEquals(error.message, "too wide");
});

Deno.test("assertRejects() refuses a promise that resolves, another class and a call that throws", async () => {
  const calls: (() => Promise<unknown>)[] = [
    () => assertRejects(() => Promise.resolve(), "MARK"),
    () => assertRejects(() => Promise.reject(new RangeError()), TypeError, "", "MARK"),
    () => assertRejects(throwRange, "MARK"),
  ];
  for (const call of calls) {
    const error = await assertRejects(call, Error, "MARK");
    assertEquals(error.name, "AssertionError");
  }
});

const options = {
  alias: { help: "h" },
  boolean: ["help", "strict", "4"],
  collect: ["rcpt"],
  default: { jobs: "2" },
  negatable: ["color"],
  string: ["rcpt", "jobs", "only", "color"],
} as const;

const lines: readonly { readonly line: string; readonly gives: Record<string, unknown> }[] = [
  { line: "", gives: {} },
  { line: "run a:25 b", gives: { _: ["run", "a:25", "b"] } },
  { line: "2525 1e3 0x10 -", gives: { _: [2525, 1000, 16, "-"] } },
  { line: "--strict run", gives: { strict: true, _: ["run"] } },
  { line: "--strict=false", gives: { strict: false } },
  { line: "-h -4", gives: { help: true, h: true, 4: true } },
  { line: "-4h", gives: { help: true, h: true, 4: true } },
  { line: "--jobs 8", gives: { jobs: "8" } },
  { line: "--jobs=8 --jobs=9", gives: { jobs: "9" } },
  { line: "--only --strict", gives: { only: "", strict: true } },
  { line: "--only=a=b", gives: { only: "a=b" } },
  { line: "--rcpt a@b --rcpt=c@d", gives: { rcpt: ["a@b", "c@d"] } },
  { line: "--no-color", gives: { color: false } },
  { line: "--no-jobs", gives: { "no-jobs": true } },
  { line: "--other 7", gives: { other: 7 } },
  { line: "a -- --strict b", gives: { _: ["a", "--strict", "b"] } },
];

for (const { line, gives } of lines) {
  Deno.test(`parseArgs() reads "${line}"`, () => {
    const always = { _: [], h: false, help: false, strict: false, 4: false, rcpt: [], jobs: "2" };
    assertEquals<unknown>(parseArgs(line.split(" ").filter(Boolean), options), { ...always, ...gives });
  });
}

Deno.test("parseArgs() types what it gives", () => {
  const args = parseArgs(["--rcpt=a@b"], options);
  const help: boolean = args.help || args.h;
  const rcpt: string[] = args.rcpt;
  const jobs: string = args.jobs;
  const only: string | undefined = args.only;
  const color: string | false | undefined = args.color;
  const operands: (string | number)[] = args._;
  assertEquals([help, rcpt, jobs, only, color, operands], [false, ["a@b"], "2", undefined, undefined, []]);
});

Deno.test('parseArgs() gives what follows "--" apart if asked', () => {
  const args = parseArgs(["a", "--", "-b"], { "--": true });
  const rest: string[] = args["--"];
  assertEquals([args._, rest], [["a"], ["-b"]]);
});

Deno.test("parseArgs() ends the options at the first operand if asked", () => {
  assertEquals<unknown>(parseArgs(["-a", "--b=1", "run", "--c"], { boolean: ["a"], stopEarly: true }), {
    _: ["run", "--c"],
    a: true,
    b: 1,
  });
});

Deno.test("parseArgs() asks about each unknown option and each operand, and leaves out what is refused", () => {
  const asked: unknown[][] = [];
  const unknown = (...parts: unknown[]) => {
    asked.push(parts);
    return false;
  };
  assertEquals<unknown>(
    parseArgs(["--strict", "--sttrict", "--other=1", "-x", "run"], { boolean: ["strict"], unknown }),
    {
      _: [],
      strict: true,
    },
  );
  assertEquals(asked, [["--sttrict", "sttrict", true], ["--other=1", "other", "1"], ["-x", "x", "run"]]);
});

const painted = {
  bold: "\x1b[1mOK\x1b[22m",
  dim: "\x1b[2mOK\x1b[22m",
  red: "\x1b[31mOK\x1b[39m",
  green: "\x1b[32mOK\x1b[39m",
  yellow: "\x1b[33mOK\x1b[39m",
  blue: "\x1b[34mOK\x1b[39m",
  magenta: "\x1b[35mOK\x1b[39m",
  cyan: "\x1b[36mOK\x1b[39m",
  gray: "\x1b[90mOK\x1b[39m",
} as const;

// Where the user set NO_COLOR, colours cannot be turned on.
for (const [name, text] of Object.entries(painted)) {
  Deno.test({
    name: `${name}() paints a text`,
    ignore: Deno.noColor,
    fn: () => withColors(true, () => assertEquals(colors[name as keyof typeof painted]("OK"), text)),
  });
}

Deno.test({
  name: "a colour goes on after an inner one",
  ignore: Deno.noColor,
  fn: () => {
    withColors(true, () => {
      assertEquals(colors.red(`a${colors.blue("b")}c`), "\x1b[31ma\x1b[34mb\x1b[31mc\x1b[39m");
    });
  },
});

Deno.test("setColorEnabled() turns colours off", () => {
  withColors(false, () => {
    assertEquals(colors.getColorEnabled(), false);
    assertEquals(colors.red("OK"), "OK");
  });
});

Deno.test("stripAnsiCode() takes the escape sequences out of a text", () => {
  for (const text of Object.values(painted)) assertEquals(colors.stripAnsiCode(`<${text}>`), "<OK>");
});

function withColors(isEnabled: boolean, call: () => void): void {
  const before = colors.getColorEnabled();
  colors.setColorEnabled(isEnabled);
  try {
    call();
  } finally {
    colors.setColorEnabled(before);
  }
}

function throwRange(): never {
  throw new RangeError("too wide");
}
