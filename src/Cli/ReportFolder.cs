using System.Globalization;
using System.Text.RegularExpressions;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli;

/// <summary>Where a sweep's report goes; the one place that knows.</summary>
/// <param name="storePath">The store's file.</param>
/// <param name="outFolder">What was asked for, or null: beside the store.</param>
/// <param name="sweep">The sweep, with its number.</param>
internal sealed partial class ReportFolder(string storePath, string? outFolder, SweepReference sweep)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(outFolder ?? System.IO.Path.GetDirectoryName(storePath) ?? "", NameFor(sweep));

    /// <summary>Writes all files of a report.</summary>
    /// <exception cref="UserErrorException">The folder cannot be written.</exception>
    public void Write(SweepReport report, bool portable)
    {
        try
        {
            var files = report.Files(portable);
            foreach (var earlier in EarlierPictures().Except(files.Select(f => f.Name))) File.Delete(System.IO.Path.Combine(Path, earlier));
            Directory.CreateDirectory(Path);
            foreach (var file in files)
            {
                using var stream = File.Create(System.IO.Path.Combine(Path, file.Name));
                file.Write(stream);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the report cannot be written to {Path}: {e.Message} Choose another folder with --out.", e);
        }
    }

    /// <summary>
    /// "football" for the first sweep of a name, "football-2" for the second. A name that itself ends so always gets its number, "x-2-1",
    /// so that no two sweeps share a folder; and so does a device's name, which Windows takes for the device.
    /// </summary>
    /// <exception cref="UserErrorException">The name is none that an experiment can have: a store from elsewhere may hold any.</exception>
    internal static string NameFor(SweepReference sweep)
    {
        if (!ExperimentName().IsMatch(sweep.Name))
        {
            throw new UserErrorException(
                $"the report of `{sweep}` cannot be written: its folder would be called as the sweep is, and this is no name for a folder; "
                + "expected at most 100 letters, digits, hyphens and underscores. Rename the sweep in the store, or run its experiment again.");
        }
        return sweep.Number > 1 || AlwaysNumbered().IsMatch(sweep.Name)
            ? string.Create(CultureInfo.InvariantCulture, $"{sweep.Name}-{sweep.Number}")
            : sweep.Name;
    }

    /// <summary>The pictures that the report now in the folder shows: ours to replace, unlike whatever else lies there.</summary>
    private List<string> EarlierPictures()
    {
        var markdown = System.IO.Path.Combine(Path, "report.md");
        return File.Exists(markdown) ? [.. Picture().Matches(File.ReadAllText(markdown)).Select(m => m.Groups[1].Value)] : [];
    }

    [GeneratedRegex(@"\]\(([\w-]+\.(?:svg|png))\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z")]
    private static partial Regex ExperimentName();

    [GeneratedRegex(@"-[0-9]+\z|^(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AlwaysNumbered();
}
