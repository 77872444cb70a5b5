using System.Text.RegularExpressions;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli;

/// <summary>Where a sweep's report goes; the one place that knows.</summary>
/// <param name="storePath">The store's file.</param>
/// <param name="outFolder">What was asked for, or null: beside the store.</param>
/// <param name="experiment">The experiment's name.</param>
internal sealed partial class ReportFolder(string storePath, string? outFolder, string experiment)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(outFolder ?? System.IO.Path.GetDirectoryName(storePath) ?? "", experiment);

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

    /// <summary>The pictures that the report now in the folder shows: ours to replace, unlike whatever else lies there.</summary>
    private List<string> EarlierPictures()
    {
        var markdown = System.IO.Path.Combine(Path, "report.md");
        return File.Exists(markdown) ? [.. Picture().Matches(File.ReadAllText(markdown)).Select(m => m.Groups[1].Value)] : [];
    }

    [GeneratedRegex(@"\]\(([\w-]+\.(?:svg|png))\)")]
    private static partial Regex Picture();
}
