namespace Goalkeeper.Runner;

/// <summary>Where something was written: a place in a file, or an option of the command line.</summary>
/// <param name="Source">The file's path as it was given, or the option (<c>--set lambda=0.7</c>).</param>
/// <param name="Line">1-based; 0 where there is no line to point to.</param>
/// <param name="Column">1-based; 0 where there is no column to point to.</param>
internal sealed record SourceLocation(string Source, long Line = 0, long Column = 0)
{
    /// <summary><c>path:line:column</c>, or the source alone.</summary>
    public override string ToString() => Line == 0 ? Source : FormattableString.Invariant($"{Source}:{Line}:{Column}");
}

/// <summary>A value and where it was written, for errors that are found later.</summary>
/// <param name="Value">What was written.</param>
/// <param name="At">Where.</param>
internal sealed record Located<T>(T Value, SourceLocation At);
