#!/usr/bin/env bash
# The checks that find more the longer they run: tests/longer.sh faults|mutations|laws [MINUTES [SEED]]
# The seed is of the faults, and of the commands among the laws; another law or a mutation that fails prints its own,
# for CsCheck_Seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
what=${1:-} minutes=${2:-1} seed=${3:-$RANDOM}

run() {
  local project=$1
  shift
  dotnet run --project "tests/DiploTracker.$project" -c Release -- "$@"
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
    # About fifty that sample, two at a time.
    set -f
    CsCheck_Time=$((minutes * 2)) run Specs $(sampling -v 'ExportSpecs|ExportVerificationSpecs')
    set +f
    DIPLO_LAWS_MINUTES=$minutes DIPLO_LAWS_SEED=$seed run IntegrationTests -class '*AnyCommandTests'
    ;;
  *)
    sed -n '2s/^# //p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
