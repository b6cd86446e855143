/** Words of version 0.1 of the case language, and those that stand in their place. None is read: `check` names the present one. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ["safety", "risks"],
  ["replies", "until_quit"],
  ["detour", "branch"],
  ["unclear", "inconclusive"],
  ["stop", "allowed"], // of closes; the outcome stop has kept its name
  ["first", "first_line"],
  ["rest", "other_lines"],
  ["whole", "raw"],
  ["readback", "mailbox"],
]);
