using System.CommandLine.Completions;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>Paths for a shell: only where one is meant, and only files that would do.</summary>
internal static class PathCompletion
{
    private const int Most = 1000;

    /// <summary>An experiment file.</summary>
    public static readonly string[] Experiments = [".yaml", ".yml"];

    /// <summary>Examples.</summary>
    public static readonly string[] Data = [".csv", ".tsv", ".txt", ".npy", ".npz", ".h5", ".hdf5"];

    /// <summary>A store.</summary>
    public static readonly string[] Stores = [".db"];

    /// <summary>Folders alone.</summary>
    public static readonly string[] Folders = [];

    /// <summary>The folders and the files of these extensions that a word is the beginning of; a folder ends in a slash.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Of(string[] extensions) => context => Paths(context.WordToComplete, extensions);

    private static IEnumerable<CompletionItem> Paths(string word, string[] extensions)
    {
        var folder = word[..(word.LastIndexOf('/') + 1)];
        var options = new EnumerationOptions { AttributesToSkip = word.Length > folder.Length && word[folder.Length] == '.' ? 0 : FileAttributes.Hidden };
        try
        {
            // A shell takes what is written for text, a terminal would obey some of it.
            return
            [
                .. new DirectoryInfo(folder.Length > 0 ? folder : ".").EnumerateFileSystemInfos("*", options)
                    .Where(entry => entry is DirectoryInfo || extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
                    .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""))
                    .Where(path => path.StartsWith(word, StringComparison.Ordinal) && Printable.Line(path) == path)
                    .Take(Most).Order(StringComparer.Ordinal).Select(path => new CompletionItem(path)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
