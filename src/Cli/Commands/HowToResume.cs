using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>What to type so that a stored sweep goes on. Its plan is known by what the file and <c>--set</c> said, so both have to be the same.</summary>
internal static class HowToResume
{
    /// <summary>A clause: the command, and what has to be done first where the file is no longer the same.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="store">What <c>--store</c> said, or null.</param>
    public static string Of(SweepRecord sweep, string? store)
    {
        var command = sweep.Command + StoreLocation.Option(store);
        return IsSameFile(sweep)
            ? $"`{command}` carries on with it"
            : $"{sweep.ExperimentFile} is not here as it was: `goalkeeper report '{sweep.Reference}'` has its text, and with that `{command}` carries on";
    }

    // The file is only compared, and a store that others wrote may name any.
    private static bool IsSameFile(SweepRecord sweep)
    {
        try
        {
            return new FileInfo(sweep.ExperimentFile) is { Exists: true } file
                && file.Length <= 4L * (sweep.ExperimentText.Length + 1)
                && File.ReadAllText(sweep.ExperimentFile) == sweep.ExperimentText;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
