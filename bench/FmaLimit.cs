using System.Globalization;

namespace Goalkeeper.Bench;

/// <summary>fma.c, compiled for this machine: the fused multiply-adds that a core can do at all.</summary>
internal sealed class FmaLimit
{
    /// <summary>Why it may be missing.</summary>
    public const string Missing = "no C compiler (Debian: gcc)";

    private readonly string _program;

    private FmaLimit(string program) => _program = program;

    /// <summary>Compiles it; null where there is no compiler.</summary>
    public static FmaLimit? Compile(string folder)
    {
        var program = Path.Combine(folder, "fma");
        return Command.Succeeds("gcc", "-O3", "-march=native", "-o", program, Path.Combine(Repository.Bench, "fma.c")) ? new FmaLimit(program) : null;
    }

    /// <summary>Thousand million floating-point operations a second.</summary>
    public double Gflops() => double.Parse(Command.Run(_program), CultureInfo.InvariantCulture);
}
