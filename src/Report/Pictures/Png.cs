using System.Buffers.Binary;
using System.IO.Compression;

namespace Goalkeeper.Report.Pictures;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8 bits a channel, no metadata, so the same pixels give the same bytes.</summary>
internal static class Png
{
    private const int Channels = 3;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    public static byte[] Encode(RgbImage image)
    {
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8; // bits a channel
        header[9] = 2; // red, green, blue
        WriteChunk(png, "IHDR"u8, header);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(Filtered(image));
        WriteChunk(png, "IDAT"u8, data.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Each row as differences from its neighbours, by that of PNG's five filters that leaves the smallest.</summary>
    private static byte[] Filtered(RgbImage image)
    {
        var stride = image.Width * Channels;
        var filtered = new List<byte>((stride + 1) * image.Height);
        byte[] above = new byte[stride];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Bytes[(y * stride)..((y + 1) * stride)];
            var candidates = Enumerable.Range(0, 5).Select(filter => Filter((byte)filter, row, above));
            filtered.AddRange(candidates.MinBy(bytes => bytes.Skip(1).Sum(b => Math.Abs((int)(sbyte)b)))!);
            above = row;
        }
        return [.. filtered];
    }

    private static byte[] Filter(byte filter, byte[] row, byte[] above)
    {
        var bytes = new byte[row.Length + 1];
        bytes[0] = filter;
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i < Channels ? 0 : row[i - Channels], (int)above[i], i < Channels ? 0 : above[i - Channels]);
            var predicted = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) };
            bytes[i + 1] = unchecked((byte)(row[i] - predicted));
        }
        return bytes;
    }

    /// <summary>Whichever neighbour is nearest to left + up − corner.</summary>
    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOfByte(int b)
    {
        var crc = (uint)b;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : 0xedb88320 ^ (crc >> 1);
        return crc;
    }
}
