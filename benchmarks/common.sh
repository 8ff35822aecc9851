# For the benchmarks to source, from the project's root folder.
# shellcheck shell=sh disable=SC2034
python=${PYTHON:-/usr/bin/python3}
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
trap 'exit 1' HUP INT TERM

# What the figures below depend on. Builds the project, so that building takes no part in them.
machine() {
    version=$(./lab --version)
    processor=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    if [ -z "$processor" ]; then processor=$(sysctl -n machdep.cpu.brand_string 2>/dev/null || uname -m); fi
    vectors=$(sed -n '/^flags/p' /proc/cpuinfo 2>/dev/null | head -n 1 | tr ' ' '\n' | grep -x -e avx2 -e avx512f | paste -sd ' ' - || true)
    echo "processor: $processor, $(getconf _NPROCESSORS_ONLN) cores${vectors:+, $vectors}; $(uname -sr)"
    echo "versions:  $version; $("$java" -version 2>&1 | sed -n '2s/^.*(build/Java (build/p')"
    settings=$(env | grep -E '^(OPENBLAS|OMP|MKL|DNNL|ATEN|LAB_JAVA)_' | sort | paste -sd ' ' - || true)
    echo "settings:  ${settings:-none}"
}

# The peer and the interpreter that runs it.
peer() {
    echo "peer:      $("$python" -c 'import platform, torch
print("PyTorch", torch.__version__, "in Python", platform.python_version())')"
}

now() { date +%s.%N; }
since() { awk "BEGIN { printf \"%.2f\", $(now) - $1 }"; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

# Keeps a figure for medians: figure NAME VALUE
figure() { echo "$2" >>"$results/$1.figures"; }

# The median of all figures of a name, with as many decimals as they have.
median() {
    sort -n "$results/$1.figures" | awk '{ value[NR] = $1; decimals = length($1) - length(int($1)) - 1 }
        END { printf "%.*f", decimals < 0 ? 0 : decimals, (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}
