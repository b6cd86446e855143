/** Shards: a stable split of the cases over several runs. Pure. */
import type { Case } from "../case/case.ts";

/** One part of a split: `index` counts from 1 to `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * Takes the cases of one shard. Which shard a case is in depends on nothing but its id without variant, role and host, so that a
 * new case moves no other, and the variants of a case stay together.
 */
export function takeShard<Item extends Pick<Case, "id">>(cases: readonly Item[], { index, of }: Shard): Item[] {
  return cases.filter(({ id }) => shardOf(id, of) === index);
}

/** Says in which of so many shards a case is, from 1. */
export function shardOf(id: string, of: number): number {
  return hash(id.replace(/[[:@].*$/, "")) % of + 1;
}

/** FNV-1a over 32 bits; its low bits are too much alike for ids of the same form, so that they are mixed at the end. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(text)) value = Math.imul(value ^ octet, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
