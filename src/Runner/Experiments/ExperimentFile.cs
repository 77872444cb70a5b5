using System.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads experiment files. <c>docs/experiments.md</c> describes them.</summary>
internal static class ExperimentFile
{
    private const int LargestSize = 16 << 20;

    // A pipe may never have a writer, a network disk never answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file; error messages call it as it is given.</param>
    /// <param name="overrides">The <c>--set</c>s, each <c>key=value[,value…]</c>.</param>
    /// <exception cref="UserErrorException">The file cannot be read.</exception>
    /// <exception cref="ExperimentException">The file or an override does not say what to run.</exception>
    public static Experiment Read(string path, IEnumerable<string>? overrides = null)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UserErrorException("the experiment file has an empty name; expected one, such as experiments/initialization.yaml");
        if (Directory.Exists(path))
            throw new UserErrorException($"{path}: is a folder; expected an experiment file, such as experiments/initialization.yaml");
        try
        {
            return Parse(Task.Run(() => ReadText(path)).WaitAsync(Patience).GetAwaiter().GetResult(), path, overrides);
        }
        catch (TimeoutException e)
        {
            throw new UserErrorException(
                $"{path}: could not be read within {Patience.TotalSeconds} seconds; expected an experiment file, not a pipe or a device", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserErrorException($"{path}: not a text in UTF-8; expected an experiment file (YAML)", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"{path}: no such file; expected an experiment file, such as experiments/initialization.yaml", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{path}: cannot be read as an experiment file: {e.Message}", e);
        }
    }

    /// <summary>Reads an experiment from its text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="path">What error messages call it; data files are looked for beside it.</param>
    /// <param name="overrides">The <c>--set</c>s, each <c>key=value[,value…]</c>.</param>
    /// <exception cref="ExperimentException">The text or an override does not say what to run.</exception>
    public static Experiment Parse(string text, string path, IEnumerable<string>? overrides = null) =>
        ExperimentReader.Read(text, path, overrides ?? []);

    private static string ReadText(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        var piece = new byte[1 << 16];
        while (stream.Read(piece) is > 0 and var length)
        {
            bytes.Write(piece, 0, length);
            if (bytes.Length > LargestSize)
                throw new UserErrorException($"{path}: is larger than {LargestSize >> 20} MB; expected an experiment file (YAML)");
        }
        bytes.Position = 0;
        using var reader = new StreamReader(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }
}
