/**
 * Imports each module that comes from JSR, and nothing else: where this file runs, `@std` can be had.
 * @module
 */
import "@std/assert";
import "@std/cli/parse-args";
import "@std/fmt/colors";
