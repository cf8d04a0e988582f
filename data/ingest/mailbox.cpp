#include "data/ingest/mailbox.hpp"

#include <utility>

namespace siaga {

void Mailbox::put(const Published& published) {
    {
        const std::lock_guard lock(mutex_);
        mail_.fresh = true;
        mail_.newest = published;
        mail_.newest.committed.reset();
        if (published.committed) mail_.committed.push_back(published.committed);
    }
    if (wake_) wake_();
}

Mail Mailbox::take() {
    const std::lock_guard lock(mutex_);
    Mail taken = std::move(mail_);
    mail_ = {};
    mail_.newest = taken.newest;
    return taken;
}

std::shared_ptr<Mailbox> open_mailbox(Inlet& inlet, std::function<void()> wake) {
    auto mailbox = std::make_shared<Mailbox>(std::move(wake));
    inlet.subscribe(
        {.replies = {}, .room = {}, .published = [weak = std::weak_ptr(mailbox)](const Published& published) {
             if (const auto still = weak.lock()) still->put(published);
         }});
    return mailbox;
}

}  // namespace siaga
