using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>A sweep as people name it: "name" (its newest sweep) or "name#2".</summary>
/// <param name="Name">The experiment's name.</param>
/// <param name="Number">Which of its sweeps; null for the newest.</param>
internal sealed record SweepReference(string Name, long? Number = null)
{
    /// <summary>Reads "name" or "name#2". A name may hold # itself: only digits after the last one are a number.</summary>
    /// <exception cref="UserErrorException">Nothing was given, or a number without a name.</exception>
    public static SweepReference Parse(string text)
    {
        var (name, number) = Split(text, '#');
        return name.Length > 0
            ? new SweepReference(name, number)
            : throw new UserErrorException($"'{text}' does not name a sweep: expected a name, or a name and a number, such as football#2.");
    }

    /// <inheritdoc/>
    public override string ToString() => Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"{Name}#{number}") : Name;

    /// <summary>"head{separator}12" as (head, 12); anything else as (text, null).</summary>
    internal static (string Head, long? Number) Split(string text, char separator)
    {
        var at = text.LastIndexOf(separator);
        return at >= 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (text[..at], number)
            : (text, null);
    }
}

/// <summary>A trial as people name it: "name/17" or "name#2/17".</summary>
/// <param name="Sweep">Its sweep.</param>
/// <param name="Number">Its number within the sweep.</param>
internal sealed record TrialReference(SweepReference Sweep, long Number)
{
    /// <summary>Reads "name/17" or "name#2/17"; null where no trial's number follows, so that the text names a sweep.</summary>
    /// <exception cref="UserErrorException">A number without a sweep.</exception>
    public static TrialReference? TryParse(string text)
    {
        var (sweep, number) = SweepReference.Split(text, '/');
        return number is { } trial ? new TrialReference(SweepReference.Parse(sweep), trial) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sweep}/{Number}");
}
