using System.Text.RegularExpressions;

namespace Goalkeeper.Store;

/// <summary>The folder of what a sweep's attempts leave behind, which need not be there.</summary>
/// <param name="store">The store's path.</param>
/// <param name="sweep">The sweep.</param>
internal sealed partial class SweepFiles(string store, SweepRecord sweep)
{
    /// <summary>Where.</summary>
    public string Folder { get; } = Path.Combine(Path.GetFullPath(store) + ".files", sweep.Uid);

    // The name comes from the store, which may be anybody's.
    private bool IsThere => UidPattern().IsMatch(sweep.Uid) && Directory.Exists(Folder) && new DirectoryInfo(Folder).LinkTarget is null;

    /// <summary>Whether a sweep can be called so.</summary>
    public static bool IsUid(string uid) => UidPattern().IsMatch(uid);

    /// <summary>Deletes them.</summary>
    /// <exception cref="StoreException">Not all could be deleted.</exception>
    public void Delete()
    {
        if (!IsThere) return;
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{sweep.Reference} is deleted, but not all of its files in '{Folder}': {e.Message} Delete the folder by hand.", e);
        }
    }

    /// <summary>
    /// Copies them to where another store has them; what was there belonged to no sweep. Files alone are copied: where a link leads is not the sweep's.
    /// </summary>
    /// <exception cref="StoreException">Not all could be copied; none is there then.</exception>
    public void CopyTo(SweepFiles other)
    {
        try
        {
            if (Directory.Exists(other.Folder)) Directory.Delete(other.Folder, recursive: true);
            if (IsThere) Copy(new DirectoryInfo(Folder), other.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            other.TryDelete();
            throw new StoreException($"the files of {sweep.Reference} could not be copied from '{Folder}' to '{other.Folder}': {e.Message}", e);
        }
    }

    /// <summary>Deletes them, if that can be done.</summary>
    public void TryDelete()
    {
        try
        {
            if (IsThere) Directory.Delete(Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They belong to no sweep.
        }
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in from.EnumerateFileSystemInfos().Where(e => e.LinkTarget is null))
        {
            // .NET knows names as UTF-16: what is no UTF-8 has U+FFFD in its place, and no file has that name.
            if (entry.Name.Contains('\uFFFD', StringComparison.Ordinal) && !entry.Exists)
            {
                throw new UserErrorException(
                    $"'{Printable.Line(entry.FullName)}' cannot be copied: its name is not UTF-8. Rename it, in its folder, and give the command again.");
            }
            var place = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo folder) Copy(folder, place);
            else if (!FileIdentity.IsSpecial(entry.FullName)) File.Copy(entry.FullName, place);
        }
    }

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex UidPattern();
}
