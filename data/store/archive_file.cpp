#include "data/store/archive_file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"

namespace siaga {
namespace {

constexpr mode_t kArchiveMode = 0600;

std::string reason_of(archive* handle) {
    const char* const said = archive_error_string(handle);
    return said != nullptr ? printable(said) : "no reason given";
}

[[noreturn]] void cannot_write(const std::filesystem::path& file, const std::string& reason) {
    throw Fault(fmt::format("cannot write {}: {}; check that the disk has room and that this user may write there",
                            file.string(), reason));
}

[[noreturn]] void damaged_archive(const std::filesystem::path& file, const std::string& reason) {
    throw Fault(fmt::format("{}: damaged: {}; take another backup", file.string(), reason), Exit::kCheckFailed);
}

}  // namespace

class ArchiveWriter::Impl {
public:
    Impl(std::filesystem::path where, ArchiveKind kind)
        : file(std::move(where)),
          descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kArchiveMode)),
          reason(errno) {
        if (descriptor < 0) cannot_write(file, std::generic_category().message(reason));
        check(kind == ArchiveKind::kZip ? archive_write_set_format_zip(handle.get())
                                        : archive_write_set_format_pax_restricted(handle.get()));
        check(archive_write_open_fd(handle.get(), descriptor));
    }
    ~Impl() {
        handle.reset();
        if (descriptor >= 0) ::close(descriptor);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void check(la_ssize_t code) {
        if (code < ARCHIVE_OK) cannot_write(file, reason_of(handle.get()));
    }

    std::filesystem::path file;
    std::unique_ptr<archive, int (*)(archive*)> handle{archive_write_new(), archive_write_free};
    int descriptor;
    int reason;
};

ArchiveWriter::ArchiveWriter(const std::filesystem::path& file, ArchiveKind kind)
    : impl_(std::make_unique<Impl>(file, kind)) {}
ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::begin(const std::string& name, std::uint64_t bytes, std::int64_t made_s) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), kArchiveMode);
    archive_entry_set_mtime(entry.get(), made_s, 0);
    impl_->check(archive_write_header(impl_->handle.get(), entry.get()));
}

void ArchiveWriter::add(std::span<const std::uint8_t> bytes) {
    impl_->check(archive_write_data(impl_->handle.get(), bytes.data(), bytes.size()));
}

void ArchiveWriter::finish() {
    impl_->check(archive_write_close(impl_->handle.get()));
    if (::fsync(impl_->descriptor) != 0) cannot_write(impl_->file, std::generic_category().message(errno));
}

class ArchiveReader::Impl {
public:
    explicit Impl(std::filesystem::path where) : file(std::move(where)) {
        constexpr std::size_t kBlock = std::size_t{256} * 1024;
        archive_read_support_format_tar(handle.get());
        if (archive_read_open_filename(handle.get(), file.c_str(), kBlock) != ARCHIVE_OK) {
            throw Fault(fmt::format("cannot read {}: {}; name a file that siagactl backup made", file.string(),
                                    reason_of(handle.get())));
        }
    }

    std::filesystem::path file;
    std::unique_ptr<archive, int (*)(archive*)> handle{archive_read_new(), archive_read_free};
};

ArchiveReader::ArchiveReader(const std::filesystem::path& file) : impl_(std::make_unique<Impl>(file)) {}
ArchiveReader::~ArchiveReader() = default;

std::string ArchiveReader::next() {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(impl_->handle.get(), &entry);
    if (code == ARCHIVE_EOF) return {};
    if (code != ARCHIVE_OK) damaged_archive(impl_->file, reason_of(impl_->handle.get()));
    const char* const name = archive_entry_pathname(entry);
    if (name == nullptr || *name == '\0' || archive_entry_filetype(entry) != AE_IFREG)
        damaged_archive(impl_->file, "it holds something that is not a plain file");
    return name;
}

void ArchiveReader::read(const std::function<void(std::span<const std::uint8_t>)>& take) {
    constexpr std::size_t kPiece = std::size_t{64} * 1024;
    std::array<std::uint8_t, kPiece> piece{};
    while (true) {
        const la_ssize_t got = archive_read_data(impl_->handle.get(), piece.data(), piece.size());
        if (got < 0) damaged_archive(impl_->file, reason_of(impl_->handle.get()));
        if (got == 0) return;
        take(std::span(piece).first(static_cast<std::size_t>(got)));
    }
}

}  // namespace siaga
