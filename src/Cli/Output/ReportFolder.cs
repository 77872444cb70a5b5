using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>Where a sweep's report goes; the one place that knows.</summary>
/// <param name="storePath">The store's file.</param>
/// <param name="outFolder">What was asked for, or null: beside the store.</param>
/// <param name="sweep">The sweep, with its number.</param>
internal sealed partial class ReportFolder(string storePath, string? outFolder, SweepReference sweep)
{
    // What sha256sum -c reads.
    private const string Manifest = ".goalkeeper";

    /// <summary>A file's name has 255 bytes on most systems, and what is added to it while it is written needs some.</summary>
    private const int LongestName = 230;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(outFolder ?? System.IO.Path.GetDirectoryName(storePath) ?? "", NameFor(sweep));

    /// <summary>Writes all files of a report, or leaves the earlier one as it is.</summary>
    /// <exception cref="UserErrorException">The folder cannot be written.</exception>
    public void Write(SweepReport report, bool portable)
    {
        var files = ReportFile.Of(report, portable).Select(f => (f.Name, Content: Content(f))).ToList();
        var manifest = string.Concat(files.Select(f => $"{Hash(f.Content)}  {f.Name}\n"));
        Whole(() =>
        {
            using var written = new WholeFiles();
            foreach (var (name, content) in files) written.Add(Place(name), content);
            written.Add(Place(Manifest), Encoding.UTF8.GetBytes(manifest));
            var obsolete = EarlierPictures().Except(files.Select(f => f.Name)).ToList();
            written.Replace();
            foreach (var picture in obsolete) File.Delete(Place(picture));
        });
    }

    /// <summary>Writes some files beside those of the report, all or none. They stay when it is written again.</summary>
    /// <exception cref="UserErrorException">The folder cannot be written.</exception>
    public void Add(IReadOnlyList<ReportFile> files) => Whole(() =>
    {
        using var written = new WholeFiles();
        foreach (var file in files) written.Add(Place(file.Name), Content(file));
        written.Replace();
    });

    /// <summary>
    /// Lists a store's sweeps in index.html beside the folder, with the reports that are there. A page that somebody else has put there stays.
    /// </summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void WriteIndex(SweepStore store)
    {
        var root = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        var place = System.IO.Path.Combine(root, "index.html");
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var sweeps = store.List(_ => { }).OrderByDescending(s => s.CreatedAt, StringComparer.Ordinal).ThenByDescending(s => s.SweepNumber);
        SweepIndex.Write(text, sweeps.Select(s => new IndexEntry(OverviewText.Name(s), Link(s), OverviewText.Trials(s), OverviewText.Best(s) ?? "", OverviewText.Started(s))));
        Whole(() =>
        {
            if (!File.Exists(place) || IsOurs(place)) WholeFiles.Write(place, Encoding.UTF8.GetBytes(text.ToString()));
        });

        string? Link(SweepOverview overview)
        {
            if (!IsName(overview.Sweep)) return null;
            var link = $"{NameFor(new SweepReference(overview.Sweep, overview.SweepNumber))}/report.html";
            return File.Exists(System.IO.Path.Combine(root, link)) ? link : null;
        }

        static bool IsOurs(string place)
        {
            using var reader = new StreamReader(place);
            var start = new char[SweepIndex.Start.Length];
            return reader.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual(SweepIndex.Start);
        }
    }

    /// <summary>Writes a comparison as one page into a folder, whole or not at all.</summary>
    /// <returns>Its place.</returns>
    /// <exception cref="UserErrorException">The folder cannot be written.</exception>
    public static string WriteComparison(string folder, ComparisonReport report)
    {
        var names = report.Sweeps.Select(s => NameFor(s.Sweep.Reference)).ToList();
        var name = string.Join("-and-", names);
        if (name.Length > LongestName)
            name = string.Create(CultureInfo.InvariantCulture, $"{names[0]}-and-{names.Count - 1}-others-{Hash(Encoding.UTF8.GetBytes(name))[..8]}");
        var place = System.IO.Path.Combine(folder, $"{name}.html");
        Whole(folder, () => WholeFiles.Write(place, Content(ReportFile.Of(report))));
        return place;
    }

    private void Whole(Action write) => Whole(Path, write);

    private static void Whole(string folder, Action write)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var turn = new Turn();
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the report cannot be written to {folder}: {e.Message} Choose another folder with --out.", e);
        }
    }

    /// <summary>
    /// "football" for the first sweep of a name, "football-2" for the second. A name that itself ends so always gets its number, "x-2-1",
    /// so that no two sweeps share a folder; and so does a device's name, which Windows takes for the device.
    /// </summary>
    /// <exception cref="UserErrorException">The name is none that an experiment can have: a store from elsewhere may hold any.</exception>
    internal static string NameFor(SweepReference sweep)
    {
        if (!IsName(sweep.Name))
        {
            throw new UserErrorException(
                $"the report of `{sweep}` cannot be written: its folder would be called as the sweep is, and this is no name for a folder; "
                + "expected at most 100 letters, digits, hyphens and underscores. `goalkeeper rename` gives it another.");
        }
        return sweep.Number > 1 || AlwaysNumbered().IsMatch(sweep.Name)
            ? string.Create(CultureInfo.InvariantCulture, $"{sweep.Name}-{sweep.Number}")
            : sweep.Name;
    }

    /// <summary>Whether a sweep may be called so.</summary>
    public static bool IsName(string name) => ExperimentName().IsMatch(name);

    /// <summary>The pictures that an earlier report wrote here, as it wrote them: ours to delete, unlike whatever else lies there.</summary>
    private IEnumerable<string> EarlierPictures()
    {
        if (!File.Exists(Place(Manifest))) return [];
        return from line in Picture().Matches(File.ReadAllText(Place(Manifest)))
               let name = line.Groups[2].Value
               where File.Exists(Place(name)) && Hash(File.ReadAllBytes(Place(name))) == line.Groups[1].Value
               select name;
    }

    private string Place(string name) => System.IO.Path.Combine(Path, name);

    private static byte[] Content(ReportFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [GeneratedRegex(@"^([0-9a-f]{64})  ([\w-]+\.(?:svg|png))$", RegexOptions.Multiline)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z")]
    private static partial Regex ExperimentName();

    [GeneratedRegex(@"-[0-9]+\z|^(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AlwaysNumbered();
}
