#!/usr/bin/env bash
# The checks that find more the longer they run: tests/longer.sh faults|mutations|laws [MINUTES [SEED]]
# The seed is of the faults, and of the commands among the laws; another law or a mutation that fails prints its own,
# for CsCheck_Seed. With --no-build first it runs what is built already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=()
[ "${1:-}" != --no-build ] || { build=(--no-build); shift; }
what=${1:-} minutes=${2:-1} seed=${3:-$RANDOM}

run() {
  local project=$1
  shift
  dotnet run --project "tests/DiploTracker.$project" -c Release "${build[@]}" -- "$@"
}

# The classes of the specs that sample, as options of the runner.
sampling() { grep -rl --include='*.cs' -F '.Sample(' tests/DiploTracker.Specs | grep -E "$@" | sed -E 's|.*/(.*)\.cs|-class *\1|'; }

case $what in
  faults)
    DIPLO_FAULTS_MINUTES=$minutes DIPLO_FAULTS_SEED=$seed run IntegrationTests -class '*FaultProgrammeTests'
    ;;
  mutations)
    # Two, each in a class of its own: they run at the same time.
    set -f
    CsCheck_Time=$((minutes * 55)) run Specs $(sampling 'ExportSpecs|ExportVerificationSpecs') -method '*corruption*'
    ;;
  laws)
    # About sixty that sample, two at a time, and the commands for as long.
    set -f
    CsCheck_Time=$minutes run Specs $(sampling -v 'ExportSpecs|ExportVerificationSpecs')
    set +f
    DIPLO_LAWS_SECONDS=$((minutes * 30)) DIPLO_LAWS_SEED=$seed run IntegrationTests -class '*AnyCommandTests'
    ;;
  *)
    sed -n '2s/^# //p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
