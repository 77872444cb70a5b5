using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Goalkeeper.Report;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Report;

public sealed partial class PictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Mistakes_come_the_most_confident_first_with_classes_and_probability()
    {
        var report = Of("test", [0.6, 0.01, 0.2, 0.95]); // labels 0, 1, 0, 1: the first two are wrong
        var gallery = Assert.Single(report.Pictures!.Galleries);
        Assert.Equal("pictures: 2 of 4 pictures wrong", gallery.Title);
        Assert.Equal([(1, "cat", "dog"), (0, "dog", "cat")], gallery.Pictures.Select(p => (p.Example, p.Class, p.Predicted)));
        Assert.Equal(0.99, gallery.Pictures[0].Probability, 1e-6);
        Assert.Equal(0.6, gallery.Pictures[1].Probability, 1e-6);
        var markdown = Reports.File(report, "report.md").Replace('\u00a0', ' ');
        Assert.Contains("## Mislabeled pictures", markdown, StringComparison.Ordinal);
        Assert.Contains("](mislabeled-1.png)", markdown, StringComparison.Ordinal);
        Assert.Contains("| 1 | 1 | 1 | cat | dog | 99.0 % |\n| 1 | 2 | 0 | dog | cat | 60.0 % |", markdown, StringComparison.Ordinal);
        Assert.Contains("cat<br>taken for dog<br>99.0", Reports.File(report, "report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_and_the_contact_sheet_hold_the_pixels_of_the_wrong_pictures()
    {
        var report = Of("test", [0.1, 0.01, 0.2, 0.95]);
        var png = DataUri().Match(Reports.File(report, "report.html")).Groups[1].Value;
        var (width, height, pixels) = Decode(Convert.FromBase64String(png));
        Assert.Equal((2, 3), (width, height));
        Assert.Equal(Enumerable.Range(18, 18).Select(b => (byte)(7 * b)), pixels); // example 1: bytes 18 to 35 times 7

        using var stream = new MemoryStream();
        ReportFile.Of(report, portable: true).Single(f => f.Name == "mislabeled-1.png").Write(stream);
        var sheet = Decode(stream.ToArray());
        Assert.Equal((2 * 2 + 16, 2 * 3 + 16), (sheet.Width, sheet.Height));
        Assert.Equal([255, 255, 255], sheet.Pixels[..3]);
        Assert.Equal(pixels[..3], sheet.Pixels[(3 * (8 * sheet.Width + 8))..(3 * (8 * sheet.Width + 8) + 3)]);
        Assert.Equal(pixels[^3..], sheet.Pixels[(3 * (13 * sheet.Width + 11))..(3 * (13 * sheet.Width + 11) + 3)]);
    }

    [Fact]
    public void Where_there_is_a_dev_set_its_pictures_are_shown_and_none_of_test()
    {
        var report = Of("dev", [0.6, 0.01, 0.2, 0.95], ", test: { x: held_x, y: held_y }");
        Assert.Equal(2, Assert.Single(report.Pictures!.Galleries).Pictures.Count);
        Assert.Contains("gets wrong of the dev set", report.Pictures.Text[0], StringComparison.Ordinal);
        Assert.DoesNotContain("test", report.Pictures.Text[0], StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_section_where_all_are_right_or_examples_are_no_pictures()
    {
        Assert.Null(Of("test", [0.1, 0.9, 0.2, 0.95]).Pictures);
        Assert.Null(Of("test", [0.6, 0.01, 0.2, 0.95], shape: "4, 3, 6").Pictures);
        Assert.Null(Of("test", [0.6, 0.01, 0.2, 0.95], shape: "4, 18").Pictures);
    }

    [Fact]
    public void Two_models_share_the_page_where_nothing_is_chosen_and_of_three_the_first_if_an_order_is_asked_for()
    {
        double[] probabilities = [0.6, 0.01, 0.2, 0.95];
        Assert.Equal(["lambda = 0: 2 of 4 pictures wrong", "lambda = 1: 2 of 4 pictures wrong"], Titles("[0, 1]"));
        Assert.Empty(Titles("[0, 1, 2]"));
        Assert.Equal(["lambda = 0: 2 of 4 pictures wrong"], Titles("[0, 1, 2]", "metric: train_accuracy\n"));

        IEnumerable<string> Titles(string values, string metric = "") => (Of("test", probabilities, parameters: $"{metric}parameters: {{ lambda: {values} }}\n")
            .Pictures?.Galleries ?? []).Select(g => g.Title.Replace("λ", "lambda", StringComparison.Ordinal));
    }

    /// <summary>A sweep over four pictures of 3 × 2 pixels; labels 0, 1, 0, 1; the held-out ones have these probabilities.</summary>
    private SweepReport Of(string heldOut, double[] probabilities, string more = "", string shape = "4, 3, 2, 3", string parameters = "")
    {
        byte[] bytes = [.. Enumerable.Range(0, 72).Select(b => unchecked((byte)(7 * b)))];
        var path = Path.Combine(_folder, "pictures.npz");
        File.WriteAllBytes(path, Npy.Zip(
        [
            ("train_x", Npy.UInt8(shape, bytes)), ("train_y", Npy.Int64("4,", 0, 1, 0, 1)),
            ("held_x", Npy.UInt8(shape, bytes)), ("held_y", Npy.Int64("4,", 0, 1, 0, 1)),
            ("classes", Npy.Bytes("|S3", "2,", "dogcat"u8.ToArray())),
        ]));
        var yaml = $"name: pictures\ndataset: {{ npz: '{path}', train: {{ x: train_x, y: train_y }}, "
            + $"{heldOut}: {{ x: held_x, y: held_y }}{more}, classes: classes, scale: 1/255 }}\n{Reports.Network}{parameters}";
        using var folder = new SweepFolder();
        var made = Reports.Made(_ => new Outcome());
        var sweep = folder.Run(yaml, workers: 1, (settings, data, watch, stop) => made(settings, data, watch, stop) with
        {
            Predictions = [.. data.Splits.Select(s => (s.Name, probabilities))],
        }).Sweep;
        using var store = folder.Open();
        return SweepReport.Of(store, sweep);
    }

    /// <summary>Reads a PNG as its specification says, checksums included.</summary>
    private static (int Width, int Height, byte[] Pixels) Decode(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        var (width, height, data) = (0, 0, new MemoryStream());
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            Assert.Equal(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 12)));
                Assert.Equal([8, 2, 0, 0, 0], png[(at + 16)..(at + 21)]);
            }
            if (type == "IDAT") data.Write(png, at + 8, length);
            at += length + 12;
            if (type == "IEND") Assert.Equal(png.Length, at);
        }
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var stride = 3 * width;
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            for (var x = 0; x < stride; x++)
            {
                var at = y * stride + x;
                int a = x < 3 ? 0 : pixels[at - 3], b = y == 0 ? 0 : pixels[at - stride], c = x < 3 || y == 0 ? 0 : pixels[at - stride - 3];
                var p = a + b - c;
                var paeth = new[] { a, b, c }.MinBy(n => Math.Abs(p - n));
                int[] predictions = [0, a, b, (a + b) / 2, paeth];
                pixels[y * stride + x] = unchecked((byte)(zlib.ReadByte() + predictions[filter]));
            }
        }
        Assert.Equal(-1, zlib.ReadByte());
        return (width, height, pixels);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : 0xedb88320 ^ (crc >> 1);
        }
        return ~crc;
    }

    [GeneratedRegex("data:image/png;base64,([^\"]+)")]
    private static partial Regex DataUri();
}
