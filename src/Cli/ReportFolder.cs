using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli;

/// <summary>Where a sweep's report goes; the one place that knows.</summary>
/// <param name="storePath">The store's file.</param>
/// <param name="outFolder">What was asked for, or null: beside the store.</param>
/// <param name="experiment">The experiment's name.</param>
internal sealed class ReportFolder(string storePath, string? outFolder, string experiment)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(outFolder ?? System.IO.Path.GetDirectoryName(storePath) ?? "", experiment);

    /// <summary>Writes all files of a report.</summary>
    /// <exception cref="UserErrorException">The folder cannot be written.</exception>
    public void Write(SweepReport report, bool portable)
    {
        try
        {
            foreach (var file in report.Files(portable))
            {
                var path = System.IO.Path.Combine(Path, file.Name);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                using var stream = File.Create(path);
                file.Write(stream);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the report cannot be written to {Path}: {e.Message} Choose another folder with --out.", e);
        }
    }
}
