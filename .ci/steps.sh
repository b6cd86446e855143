# What .ci/run and .ci/full have in common: steps that are all run and timed, and the end that names each of them.
# To be sourced in bash, from the folder of the project.

failures=()
outcomes=()
began=$SECONDS

deno() {
  npx -y deno "$@"
}

# step NAME COMMAND…: runs a step, and goes on after one that fails. One that cannot be run here calls skip.
step() {
  local name=$1 start=$SECONDS outcome=passed
  shift
  skipped=
  printf '\n== %s\n' "$name"
  "$@" || outcome=failed
  [ "$outcome" = failed ] && failures+=("$name")
  [ "$outcome" = passed ] && [ -n "$skipped" ] && outcome="skipped: $skipped"
  outcomes+=("$(printf '%6d s  %s: %s' $((SECONDS - start)) "$name" "$outcome")")
  printf -- '-- %s: %s, %d s\n' "$name" "$outcome" $((SECONDS - start))
}

# skip WHY: says why a step, or a part of it, is not run here; the end says it again.
skip() {
  skipped=${skipped:+$skipped; }$1
  echo "Skipped: $1"
}

# What a run leaves behind shows only in a tree that was clean, and only where git can read it.
is_clean() {
  local status
  status=$(git status --porcelain) && [ -z "$status" ]
}

if is_clean; then was_clean=yes; else was_clean=no; fi

stays_clean() {
  if [ "$was_clean" = no ]; then
    skip "the work tree was not clean before, or git cannot read it"
  elif ! is_clean; then
    git status --porcelain
    return 1
  fi
}

# finish PASSED FAILED: prints the steps with their seconds and the sum, what failed, and the last line; exits.
finish() {
  local passed=$1 failed=$2
  printf '\n'
  printf '%s\n' "${outcomes[@]}"
  printf '%6d s  in all\n\n' $((SECONDS - began))
  for failure in ${failures[@]+"${failures[@]}"}; do printf 'Failed: %s\n' "$failure"; done
  echo "$passed passed, $failed failed"
  [ ${#failures[@]} -eq 0 ] && [ "$failed" -eq 0 ]
  exit
}
