using System.Text;

namespace Goalkeeper.Store;

internal sealed partial class SweepStore
{
    /// <summary>What an attempt's program, or the function that threw, wrote.</summary>
    public const string OutputFile = "output.log";

    /// <summary>The last lines of what a trial's last attempt wrote; null where nothing is there, or it cannot be read.</summary>
    /// <param name="sweep">Its sweep.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="most">So many bytes at most.</param>
    public string? OutputTail(SweepRecord sweep, TrialRecord trial, int most)
    {
        if (Attempts(trial) is not [.., var attempt]) return null;
        var path = System.IO.Path.Combine(Folder(sweep, trial.Number, attempt.Number), OutputFile);
        try
        {
            // A store may be anybody's: what is there may be a pipe, or a link to another file.
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null } || FileIdentity.IsSpecial(path)) return null;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = Math.Max(0, file.Length - most);
            file.Position = start;
            var bytes = new byte[most];
            var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, most, throwOnEndOfStream: false));
            // The first line is likely cut.
            return start > 0 && text.IndexOf('\n') is >= 0 and var end && end + 1 < text.Length ? text[(end + 1)..] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
